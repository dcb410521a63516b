namespace Contabyx;

/// <summary>A server or a disk did not answer in time, so a call was given up that nobody had cancelled.</summary>
/// <param name="work">What was being done, such as <c>Sending</c>.</param>
/// <param name="inner">The call's end.</param>
public sealed class NoAnswerException(string work, Exception inner)
    : ContabyxException(
        $"{work} was given up, because a call got no answer in time: {inner.Message}",
        "Run the same line again: what was committed is known. Test-ContabyxConnection shows which part does not answer.",
        work,
        inner);
