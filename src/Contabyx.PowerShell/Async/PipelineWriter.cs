using System.Collections.ObjectModel;
using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>
/// A cmdlet's output, usable from its worker. Writing an object ends when the next cmdlet has taken it, so that a slow consumer
/// slows the producer.
/// </summary>
public sealed class PipelineWriter
{
    private readonly PSCmdlet _cmdlet;
    private volatile PipelinePump? _pump;

    internal PipelineWriter(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        Notes = new VerboseNotes(this);
    }

    /// <summary>Texts for the verbose stream.</summary>
    public IProgress<string> Notes { get; }

    /// <summary>Writes an object.</summary>
    /// <param name="value">The object.</param>
    public Task WriteObjectAsync(object value) => InvokeAsync(() => _cmdlet.WriteObject(value));

    /// <summary>Writes an error that does not end the cmdlet.</summary>
    /// <param name="error">The error.</param>
    public Task WriteErrorAsync(ErrorRecord error) => InvokeAsync(() => _cmdlet.WriteError(error));

    /// <summary>Writes to the verbose stream.</summary>
    /// <param name="text">The text.</param>
    public void WriteVerbose(string text) => _pump?.Post(() => _cmdlet.WriteVerbose(text));

    /// <summary>Asks whether to act, as <c>-WhatIf</c> and <c>-Confirm</c> have it.</summary>
    /// <param name="target">What is acted on.</param>
    /// <param name="action">What is done to it.</param>
    public Task<bool> ShouldProcessAsync(string target, string action) =>
        InvokeAsync(() => _cmdlet.ShouldProcess(target, action));

    /// <summary>The full path of a file or folder, which need not exist.</summary>
    /// <param name="path">The path as the user wrote it.</param>
    public Task<string> ResolvePathAsync(string path) =>
        InvokeAsync(() => _cmdlet.GetUnresolvedProviderPathFromPSPath(path));

    /// <summary>The full paths of the files or folders that a path with wildcards names; an error is written for none.</summary>
    /// <param name="path">The path as the user wrote it.</param>
    public Task<Collection<string>> ResolveExistingAsync(string path) => InvokeAsync(() =>
    {
        try
        {
            return _cmdlet.GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (ItemNotFoundException e)
        {
            _cmdlet.WriteError(e.ErrorRecord);
            return [];
        }
    });

    /// <summary>A progress display of one activity.</summary>
    /// <param name="activity">What is done, such as <c>Exporting</c>.</param>
    /// <param name="unit">What is counted, such as <c>rows</c>.</param>
    public IProgress<StageProgress> Progress(string activity, string unit) =>
        new ProgressDisplay(activity, unit, record => _pump?.Post(() => _cmdlet.WriteProgress(record)));

    internal void Attach(PipelinePump pump) => _pump = pump;

    internal void Detach() => _pump = null;

    private Task<T> InvokeAsync<T>(Func<T> work) =>
        _pump?.InvokeAsync(work) ?? throw new InvalidOperationException("The cmdlet has no hook that runs.");

    private Task InvokeAsync(Action work) => InvokeAsync(() =>
    {
        work();
        return true;
    });

    private sealed class VerboseNotes(PipelineWriter pipeline) : IProgress<string>
    {
        public void Report(string value) => pipeline.WriteVerbose(value);
    }
}
