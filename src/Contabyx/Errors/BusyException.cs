namespace Contabyx;

/// <summary>Another process holds what is needed.</summary>
/// <param name="thing">What it holds.</param>
/// <param name="waited">How long the caller waited for it.</param>
/// <param name="inner">The cause, when another library reported it.</param>
public sealed class BusyException(string thing, TimeSpan waited, Exception? inner = null)
    : ContabyxException(
        $"'{thing}' is in use by another process{(waited > TimeSpan.Zero ? $", even after {waited.TotalSeconds:0} s" : "")}.",
        "Wait until the other process has finished, or stop it, and run the same command again.",
        thing,
        inner);
