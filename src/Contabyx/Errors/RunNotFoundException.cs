namespace Contabyx;

/// <summary>Nothing of a run was found at the expected place.</summary>
/// <param name="reason">What was found instead.</param>
/// <param name="advice">What to do next.</param>
/// <param name="action">What was to be done with it.</param>
public sealed class RunNotFoundException(string run, string reason, string advice, string action = "loaded again")
    : ContabyxException($"The run '{run}' cannot be {action}: {reason}", advice, run);
