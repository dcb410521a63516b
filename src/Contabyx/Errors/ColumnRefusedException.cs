namespace Contabyx;

/// <summary>A column whose type no file and no warehouse can carry. Nothing of its table was exported.</summary>
/// <param name="table">The table's name.</param>
/// <param name="column">The column's name.</param>
/// <param name="reason">Its type, and why it is refused.</param>
public sealed class ColumnRefusedException(string table, string column, string reason)
    : ContabyxException(
        $"{table}.{column} cannot be exported: {reason}",
        "Change the column's type, or export the table's other columns through a table of their own.",
        table)
{
    /// <summary>The column's name.</summary>
    public string Column { get; } = column;
}
