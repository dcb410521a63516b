namespace Contabyx;

/// <summary>There is nothing of a run where it was looked for.</summary>
/// <param name="reason">What was found instead.</param>
/// <param name="advice">What to do next.</param>
public sealed class RunNotFoundException(string run, string reason, string advice)
    : ContabyxException($"The run '{run}' cannot be loaded again: {reason}", advice, run);
