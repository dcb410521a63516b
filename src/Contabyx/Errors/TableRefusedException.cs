namespace Contabyx;

/// <summary>A table that cannot be exported as it is. Nothing of it was exported.</summary>
/// <param name="table">The table's name.</param>
/// <param name="reason">Why, in one sentence.</param>
/// <param name="advice">What to do next.</param>
public sealed class TableRefusedException(string table, string reason, string advice)
    : ContabyxException($"{table} was not exported: {reason}", advice, table);
