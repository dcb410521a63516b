using System.Collections.Concurrent;
using System.Diagnostics;

namespace Contabyx.ModuleTests;

/// <summary>The engine has a load context of its own, with its own packages; a listener of the host must hear it all the same.</summary>
public sealed class ListenerTests
{
    [Fact]
    public void A_listener_of_the_host_hears_the_spans_of_the_engine()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Contabyx",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var twin = new Twin();

        var run = (string)twin.Run("(Invoke-ContabyxPipeline -Days 1).Tables[0].Run").Single().BaseObject;

        var ours = spans.Where(span => run.Equals(span.GetTagItem("contabyx.run"))).ToList();
        Assert.Equal(["contabyx.export", "contabyx.load", "contabyx.run", "contabyx.upload"], ours.Select(span => span.OperationName)
            .Distinct().Order());
        Assert.Single(ours.Select(span => span.TraceId).Distinct());
    }
}
