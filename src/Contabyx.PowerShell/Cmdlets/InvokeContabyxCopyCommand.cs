using System.Management.Automation;
using Contabyx.Engine.Load;

namespace Contabyx.PowerShell;

/// <summary>Loads what waits in the bucket into the warehouse: proven before the commit, and exactly once.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "ContabyxCopy", SupportsShouldProcess = true)]
[OutputType(typeof(ContabyxCopyResult), typeof(ContabyxPlanStep))]
public sealed class InvokeContabyxCopyCommand : ConnectedCommand
{
    private bool _any;
    private int _loaded;
    private (ContabyxConnection? Of, string Uri) _root;
    private readonly HashSet<string> _looseUris = new(StringComparer.Ordinal);

    /// <summary>An upload.</summary>
    [Parameter(ValueFromPipeline = true, HelpMessage = "An upload from Send-ContabyxUpload; it may have been saved and "
        + "read back. Without an upload, everything that waits in the bucket is loaded.")]
    public PSObject? Upload { get; set; }

    [Parameter(HelpMessage = "What happens to existing rows: Append, Merge or Replace. By default, the mode in the run.")]
    public LoadMode? Mode { get; set; }

    [Parameter(HelpMessage = "Commit all tables of a run together or none of them.")]
    public SwitchParameter AllOrNothing { get; set; }

    /// <summary>Load again.</summary>
    [Parameter(HelpMessage = "Load rows even if the load history says that they are already there.")]
    public SwitchParameter Force { get; set; }

    /// <summary>Bad rows allowed.</summary>
    [Parameter(HelpMessage = "How many bad rows of a table may be left out. The default is 0: one bad row fails the table.")]
    [ValidateRange(0, 99_999)]
    public int MaxErrors { get; set; }

    /// <summary>A failed run.</summary>
    [Parameter(HelpMessage = "A run in error/ that you fixed. Only this run is loaded.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RunCompleter))]
    public string? Redrive { get; set; }

    /// <summary>The plan's file.</summary>
    [Parameter(HelpMessage = "With -WhatIf: a new file for the plan, as an SQL script that can be run by hand.")]
    [ValidateNotNullOrEmpty]
    public string? PlanPath { get; set; }

    /// <summary>The number of parallel tables.</summary>
    [Parameter(HelpMessage = "How many tables are loaded in parallel; 1 by default.")]
    [ValidateRange(1, 32)]
    public int ThrottleLimit { get; set; } = 1;

    private protected override string AfterStop => StopNote.Of(_loaded, Force
        ? "Run Invoke-ContabyxCopy without -Force: it then recognises what is loaded already."
        : "Run Invoke-ContabyxCopy: it loads what was sent, and nothing twice.");

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        foreach (var item in PipedObject.Each(Upload))
        {
            try
            {
                // If the input is a connection, everything that waits there is wanted.
                if (item is ContabyxConnection)
                    await LoadWaitingAsync(null, pipeline, cancellation).ConfigureAwait(false);
                else
                    await TakeAsync(PipedObject.Read(item, SavedJson.ReadUpload, "an upload", "Send-ContabyxUpload")).ConfigureAwait(false);
            }
            catch (InputException e)
            {
                await pipeline.WriteErrorAsync(ErrorRecords.From(e)).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (HasInput && !_any)
            return; // Nothing came, as with -WhatIf before: then nothing is to be done, rather than everything.
        await LoadWaitingAsync(HasInput ? _looseUris : null, pipeline, cancellation).ConfigureAwait(false);
    }

    private async Task TakeAsync(ContabyxUpload upload)
    {
        if (_root.Of != CurrentOrGiven)
            _root = (CurrentOrGiven, await DataLoad.RootOfAsync(CurrentOrGiven).ConfigureAwait(false));
        // A table that was refused or is unchanged has no file, and so no URI.
        if (upload is { Error: null, IsUnchanged: false } && !upload.Uri.StartsWith(_root.Uri, StringComparison.Ordinal))
        {
            throw new AddressException(
                CurrentOrGiven.Bucket, $"the upload {upload.Uri} is in another bucket.",
                "Load it with the connection that it was sent with: -Connection.");
        }

        _any = true;
        if (upload.Run.Length == 0)
            _looseUris.Add(upload.Uri);
    }

    private async Task LoadWaitingAsync(IReadOnlySet<string>? looseUris, PipelineWriter pipeline, CancellationToken cancellation)
    {
        var options = new LoadOptions
        {
            Mode = Mode, AllOrNothing = AllOrNothing, Force = Force, Connections = ThrottleLimit, MaxErrors = MaxErrors,
        };
        await using var dataLoad = new DataLoad(
            CurrentOrGiven, options, pipeline.Progress("Loading", "rows"), pipeline.Notes);
        var review = await pipeline.IsReviewAsync().ConfigureAwait(false);
        if (!review && PlanPath is not null)
            throw new AddressException(PlanPath, "a plan is written only with -WhatIf.", "Add -WhatIf, or leave out -PlanPath.");
        var acted = !review;
        var plan = new List<ContabyxPlanStep>();
        try
        {
            if (!review)
                await dataLoad.TidyAsync(cancellation).ConfigureAwait(false);
            var waiting = await FindAsync(dataLoad, looseUris, pipeline, cancellation).ConfigureAwait(false);
            if (waiting.Count == 0)
                pipeline.WriteVerbose($"There is nothing to load in {CurrentOrGiven.Bucket}.");
            foreach (var load in waiting)
            {
                var agreed = review
                    ? await AgreeAsync(dataLoad, load, plan, pipeline, cancellation).ConfigureAwait(false)
                    : await pipeline.ShouldProcessAsync(load.Run, "Load").ConfigureAwait(false);
                if (!agreed)
                    continue;
                acted = true;
                await LoadAsync(dataLoad, load, pipeline, cancellation).ConfigureAwait(false);
                if (dataLoad.Lost is not null)
                    break;
            }

            if (PlanPath is not null)
                PlanFile.Write(await pipeline.ResolvePathAsync(PlanPath).ConfigureAwait(false), CurrentOrGiven.Warehouse, plan);
        }
        catch (ContabyxException e)
        {
            if (acted)
                dataLoad.LogFailure(e);
            throw;
        }
        finally
        {
            if (acted)
                await SendLogAsync(dataLoad, pipeline, cancellation).ConfigureAwait(false);
        }
    }

    // An incomplete log is not a reason to fail, but a task must be able to detect it.
    private static async Task SendLogAsync(DataLoad dataLoad, PipelineWriter pipeline, CancellationToken cancellation)
    {
        await dataLoad.UploadLogAsync(cancellation).ConfigureAwait(false);
        if (dataLoad.LogError is not { } problem || cancellation.IsCancellationRequested)
            return;
        pipeline.WriteWarning(problem);
        await pipeline.SetExitCodeAsync(PipelineExitCode.LogNotWritten).ConfigureAwait(false);
    }

    private bool HasInput => MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(Upload));

    private async Task<IReadOnlyList<WaitingLoad>> FindAsync(
        DataLoad dataLoad, IReadOnlySet<string>? looseUris, PipelineWriter pipeline, CancellationToken cancellation)
    {
        if (Redrive is null)
            return await dataLoad.FindAsync(looseUris, cancellation).ConfigureAwait(false);

        return await pipeline.ShouldProcessAsync(Redrive, "Make a new run from the tables that failed").ConfigureAwait(false)
            ? [await dataLoad.RedriveAsync(Redrive, cancellation).ConfigureAwait(false)]
            : [];
    }

    private async Task LoadAsync(
        DataLoad dataLoad, WaitingLoad load, PipelineWriter pipeline, CancellationToken cancellation)
    {
        // Errors come after the run is finished: -ErrorAction Stop must not leave it half-moved.
        var failed = new List<ContabyxCopyResult>();
        await foreach (var result in dataLoad.LoadAsync(load, cancellation).ConfigureAwait(false))
        {
            if (result.Status == LoadStatus.Failed)
                failed.Add(result);
            else
                _loaded++;
            await pipeline.WriteObjectAsync(result).ConfigureAwait(false);
        }

        foreach (var result in failed)
        {
            var error = ErrorRecords.From(new LoadFailedException(result));
            await pipeline.WriteErrorAsync(error).ConfigureAwait(false);
        }
    }

    // -WhatIf is the review document: every statement and every move, as they would be made.
    private static async Task<bool> AgreeAsync(
        DataLoad dataLoad, WaitingLoad load, List<ContabyxPlanStep> plan, PipelineWriter pipeline, CancellationToken cancellation)
    {
        var steps = await dataLoad.ReviewAsync(load, plan.Count + 1, cancellation).ConfigureAwait(false);
        plan.AddRange(steps);
        var statements = steps.Count(step => step.Kind == PlanStepKind.Statement);
        var moves = steps.Count(step => step.Kind == PlanStepKind.Move);
        if (await pipeline.ShouldProcessAsync(load.Run, $"Load, with {statements} statements and {moves} moves").ConfigureAwait(false))
            return true;
        foreach (var step in steps)
            await pipeline.WriteObjectAsync(step).ConfigureAwait(false);
        return false;
    }
}
