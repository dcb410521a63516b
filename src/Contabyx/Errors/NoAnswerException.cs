namespace Contabyx;

/// <summary>A server or a disk did not answer in time, so a call was abandoned although nobody had cancelled it.</summary>
/// <param name="work">What was being done, such as <c>Sending</c>.</param>
/// <param name="inner">The exception that ended the call.</param>
public sealed class NoAnswerException(string work, Exception inner)
    : ContabyxException(
        $"{work} was given up, because a call got no answer in time: {inner.Message}",
        "Run the same command again; the load history shows what was committed. Test-ContabyxConnection shows which part does not answer.",
        work,
        inner);
