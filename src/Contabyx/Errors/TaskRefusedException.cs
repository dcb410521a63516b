namespace Contabyx;

/// <summary>A task that cannot be registered as requested. Nothing was changed.</summary>
/// <param name="thing">What is wrong with it, as the beginning of a sentence.</param>
/// <param name="reason">Why, as the end of the sentence.</param>
/// <param name="advice">What would be accepted.</param>
public sealed class TaskRefusedException(string thing, string reason, string advice)
    : ContabyxException($"The task was not registered: {thing} {reason}", advice, thing);
