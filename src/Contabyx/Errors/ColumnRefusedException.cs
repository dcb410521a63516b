namespace Contabyx;

/// <summary>A column with a type that no file and no warehouse can carry. Nothing of its table was exported.</summary>
/// <param name="table">The table's name.</param>
/// <param name="column">The column's name.</param>
/// <param name="reason">Its type, and why it is refused.</param>
public sealed class ColumnRefusedException(string table, string column, string reason)
    : ContabyxException(
        $"{table}.{column} cannot be exported: {reason}",
        "Change the column's type, or leave the column out (-ExcludeColumn).",
        table)
{
    /// <summary>The column's name.</summary>
    public string Column { get; } = column;
}
