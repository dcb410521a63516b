namespace Contabyx;

/// <summary>Nothing of a run was found at the expected place.</summary>
/// <param name="reason">What was found instead.</param>
/// <param name="advice">What to do next.</param>
public sealed class RunNotFoundException(string run, string reason, string advice)
    : ContabyxException($"The run '{run}' cannot be loaded again: {reason}", advice, run);
