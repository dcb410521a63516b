namespace Contabyx;

/// <summary>There is no connection to work on, and the embedded twin was not asked for.</summary>
/// <param name="reason">Why there is none.</param>
/// <param name="advice">What to do next.</param>
public sealed class NotConnectedException(string reason, string advice)
    : ContabyxException($"This session is not connected: {reason}", advice, "Connect-Contabyx")
{
    /// <summary>The last <c>Connect-Contabyx</c> of this session failed.</summary>
    /// <param name="failure">Why, as a sentence; NULL if that is not known.</param>
    public static NotConnectedException FailedConnect(string? failure) => new(
        "its last Connect-Contabyx failed" + (failure is null ? "." : $". {failure}"),
        "Fix this, and connect again. Nothing was read or written. To use the embedded twin: Connect-Contabyx -Twin.");

    /// <summary>Another session of this process has a connection, and this one has none.</summary>
    /// <param name="other">What the other one is connected to; NULL if its Connect-Contabyx failed.</param>
    public static NotConnectedException OtherSession(string? other) => new(
        "another session of this process " + (other is null ? "failed to connect." : $"is connected to {other}."),
        "Pass its connection on: -Connection $using:connection, with $connection = Get-ContabyxConnection before the "
        + "parallel block or job. Or connect here: Connect-Contabyx.");
}
