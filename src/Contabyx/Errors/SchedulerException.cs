namespace Contabyx;

/// <summary>The machine's scheduler refused a request.</summary>
/// <param name="scheduler">Its name, or the name of its program.</param>
/// <param name="reason">What it said.</param>
/// <param name="advice">What to do next.</param>
/// <param name="inner">The cause.</param>
public sealed class SchedulerException(string scheduler, string reason, string advice, Exception? inner = null)
    : ContabyxException($"The scheduler '{scheduler}' cannot be used: {reason}", advice, scheduler, inner);
