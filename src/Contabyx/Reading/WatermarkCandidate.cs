namespace Contabyx;

/// <summary>A column that may serve as the watermark of incremental reading.</summary>
/// <param name="Column">Its name in the source.</param>
/// <param name="SeesUpdates">Whether an update also changes it; otherwise it finds only new rows.</param>
/// <param name="Reason">Why it may be suitable, in words.</param>
public sealed record WatermarkCandidate(string Column, bool SeesUpdates, string Reason)
{
    /// <summary>The column's name, which is all that fits into a table.</summary>
    public override string ToString() => Column;
}
