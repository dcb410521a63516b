namespace Contabyx.Benchmarks;

/// <summary>How long something took, time after time: elapsed, and processor time of this process. The first time warms up.</summary>
internal sealed class Timing
{
    private readonly List<double> _elapsed = [];
    private readonly List<double> _processor = [];
    private bool _warm;

    /// <summary>The median of the elapsed times in milliseconds.</summary>
    public double Elapsed => Report.Median(_elapsed);

    /// <summary>
    /// The median of the processor times in milliseconds: what a busy machine does not change. What servers used is not in it.
    /// </summary>
    public double Processor => Report.Median(_processor);

    public async Task TakeAsync(Func<Task> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        var elapsed = await Report.MillisecondsAsync(work);
        if (_warm)
        {
            _elapsed.Add(elapsed);
            _processor.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        _warm = true;
    }

    public override string ToString() => $"{Elapsed:0} ms ({Processor:0} ms of processor time)";
}
