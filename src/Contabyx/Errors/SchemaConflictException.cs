namespace Contabyx;

/// <summary>
/// A warehouse cannot take the rows of a table: its own table does not fit and cannot be altered to fit, or no table
/// could.
/// </summary>
public sealed class SchemaConflictException : ContabyxException
{
    /// <summary>The table of the warehouse does not fit, and cannot be altered so that it does.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="warehouse">The warehouse's address.</param>
    /// <param name="differences">What differs, each in words.</param>
    public SchemaConflictException(string table, string warehouse, IReadOnlyList<string> differences)
        : this(
            $"The table {table} of '{warehouse}' does not fit: {string.Join("; ", differences)}.",
            "Contabyx adds new nullable columns and widens VARCHAR columns, but changes nothing else. Rename or change the column in "
            + "the source, alter or drop the table in the warehouse, or load into another schema.",
            table,
            differences)
    {
    }

    private SchemaConflictException(
        string message, string advice, string table, IReadOnlyList<string> differences, Exception? inner = null)
        : base(message, advice, table, inner) => Differences = differences;

    /// <summary>What differs, or what the warehouse does not allow, each in words.</summary>
    public IReadOnlyList<string> Differences { get; }

    /// <summary>The warehouse could have no such table, whether one of that name is there or not.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="warehouse">The warehouse's address.</param>
    /// <param name="problems">What the warehouse does not allow, each in words.</param>
    public static SchemaConflictException BeyondLimits(string table, string warehouse, IReadOnlyList<string> problems) => new(
        $"The table {table} cannot be loaded into '{warehouse}': {string.Join("; ", problems)}.",
        "Rename a column (-Rename), leave it out (-ExcludeColumn), or change the table in the source.",
        table,
        problems);

    /// <summary>The rows of the warehouse's table cannot be compared with those of the source.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="warehouse">The warehouse's address.</param>
    /// <param name="problem">Why, in words.</param>
    /// <param name="inner">What the warehouse said; NULL if it was not asked.</param>
    public static SchemaConflictException BeyondComparison(
        string table, string warehouse, string problem, Exception? inner = null) => new(
        $"The table {table} cannot be compared with '{warehouse}': {problem}.",
        "Leave the column out (-ExcludeColumn), or change it in the warehouse.",
        table,
        [problem],
        inner);
}
