namespace Contabyx;

/// <summary>Another process holds what is needed.</summary>
/// <param name="thing">What it holds.</param>
/// <param name="waited">How long the caller waited for it.</param>
/// <param name="inner">The cause, when another library reported it.</param>
/// <param name="advice">What to do; NULL for the usual advice.</param>
public sealed class BusyException(string thing, TimeSpan waited, Exception? inner = null, string? advice = null)
    : ContabyxException(
        $"'{thing}' is in use by another process{(waited > TimeSpan.Zero ? $", even after {waited.TotalSeconds:0} s" : "")}.",
        advice ?? "Wait until the other process has finished, or stop it, and run the same command again.",
        thing,
        inner);
