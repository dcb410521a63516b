namespace Contabyx;

/// <summary>There is no connection to work on, and nobody said that it should be the embedded twin.</summary>
/// <param name="reason">Why there is none.</param>
/// <param name="advice">What to do next.</param>
public sealed class NotConnectedException(string reason, string advice)
    : ContabyxException($"This session is not connected: {reason}", advice, "Connect-Contabyx")
{
    /// <summary>The last <c>Connect-Contabyx</c> of this session failed.</summary>
    /// <param name="failure">Why, as a sentence; NULL where that is not known.</param>
    public static NotConnectedException After(string? failure) => new(
        "its last Connect-Contabyx failed" + (failure is null ? "." : $". {failure}"),
        "Mend that, and connect again. Nothing was read or written. For the embedded twin: Connect-Contabyx -Twin.");

    /// <summary>Another session of this process has a connection, and this one has none.</summary>
    /// <param name="other">What the other one is connected to; NULL where its Connect-Contabyx failed.</param>
    public static NotConnectedException Beside(string? other) => new(
        "another session of this process " + (other is null ? "failed to connect." : $"is connected to {other}."),
        "Hand its connection over: -Connection $using:connection, with $connection = Get-ContabyxConnection before the "
        + "parallel block or job. Or connect in here: Connect-Contabyx.");
}
