namespace Contabyx.Engine.Pipeline;

/// <summary>What the steps of a pipeline share while it works.</summary>
internal sealed class PipelineState(ContabyxConnection connection, PipelineRequest request, IProgress<string> notes)
{
    private int _runsOnTheWay;

    /// <summary>Where everything is.</summary>
    public ContabyxConnection Connection => connection;

    /// <summary>What is to be done.</summary>
    public PipelineRequest Request => request;

    /// <summary>Receives what a user may want to know.</summary>
    public IProgress<string> Notes => notes;

    /// <summary>Rows of all batches that are to be written; NULL until they are planned, and for tables.</summary>
    public long? PlannedRows { get; set; }

    /// <summary>What was done so far.</summary>
    public PipelineTally Tally { get; } = new();

    /// <summary>Whether the run that is being exported should be sent: nothing else is being sent or loaded.</summary>
    public bool WayIsFree => !request.AllOrNothing && Volatile.Read(ref _runsOnTheWay) == 0;

    /// <summary>Takes note of a run that is passed on.</summary>
    public void Depart() => Interlocked.Increment(ref _runsOnTheWay);

    /// <summary>Takes note of runs that were loaded.</summary>
    public void Arrive(int runs) => Interlocked.Add(ref _runsOnTheWay, -runs);

    /// <summary>Notes a refused table. It is passed on as refused, and is reported with the others when they are loaded.</summary>
    public Task RefuseAsync(ContabyxException error)
    {
        if (error is ConnectionException)
            Tally.Fail(PipelineStep.Export, error);
        notes.Report(error.Message);
        return Task.CompletedTask;
    }
}
