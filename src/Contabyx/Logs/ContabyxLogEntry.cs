namespace Contabyx;

/// <summary>One event of the log. Made by <c>Get-ContabyxLog</c>.</summary>
/// <param name="Time">When, in UTC, to the millisecond.</param>
/// <param name="Level">How serious it is.</param>
/// <param name="Run">The run; NULL for an event of none.</param>
/// <param name="Table">The table; NULL for an event of none.</param>
/// <param name="Message">What happened.</param>
/// <param name="Facts">Numbers (<see cref="long"/>) and texts by name.</param>
public sealed record ContabyxLogEntry(
    DateTimeOffset Time,
    LogLevel Level,
    string? Run,
    string? Table,
    string Message,
    IReadOnlyDictionary<string, object> Facts)
{
    public IReadOnlyDictionary<string, object> Facts { get; } = new ReadableFacts(Facts);
}
