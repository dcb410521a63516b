namespace Contabyx;

/// <summary>No table has the given name.</summary>
/// <param name="table">The name or pattern.</param>
/// <param name="place">The address where it was looked for.</param>
/// <param name="available">The names that exist there.</param>
public sealed class TableNotFoundException(string table, string place, IEnumerable<string> available)
    : ContabyxException(
        $"There is no table '{table}' in '{place}'.",
        $"The tables there are: {string.Join(", ", available.DefaultIfEmpty("none yet"))}.",
        table);
