namespace Contabyx;

/// <summary>No table has the given name.</summary>
public sealed class TableNotFoundException : ContabyxException
{
    /// <summary>Nothing has the name.</summary>
    /// <param name="table">The name or pattern.</param>
    /// <param name="place">The address that was searched.</param>
    /// <param name="advice">What to do about it.</param>
    public TableNotFoundException(string table, string place, string advice)
        : base($"There is no table '{table}' in '{place}'.", advice, table)
    {
    }

    /// <summary>Nothing has the name.</summary>
    /// <param name="table">The name or pattern.</param>
    /// <param name="place">The address that was searched.</param>
    /// <param name="available">All names that exist there.</param>
    public TableNotFoundException(string table, string place, IEnumerable<string> available)
        : this(table, place, $"The tables there are: {string.Join(", ", available.DefaultIfEmpty("none yet"))}.")
    {
    }

    /// <summary>The name belongs to something other than a table.</summary>
    /// <param name="place">The address that was searched.</param>
    public TableNotFoundException(SourceObject other, string place)
        : base(
            other?.Kind == "view"
                ? $"{other.Name} is a view in '{place}', and a pattern matches only tables."
                : $"{other?.Name} is a {other?.Kind} in '{place}'; {other?.Kind}s are not exported.",
            other?.Kind == "view" ? $"Use the exact name of the view: -Table '{other.Name}'." : "Give the name of a table.",
            other?.Name ?? "")
    {
    }
}
