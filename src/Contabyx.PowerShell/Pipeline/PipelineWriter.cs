using System.Management.Automation;
using System.Threading.Channels;

namespace Contabyx.PowerShell;

/// <summary>
/// How the asynchronous part of a cmdlet calls PowerShell, from any thread. Requests are carried out on the
/// pipeline's thread in the order in which they were made. Those that return a task end when PowerShell has done them,
/// or are cancelled with the cmdlet.
/// </summary>
public sealed class PipelineWriter
{
    private readonly PSCmdlet _cmdlet;
    private readonly ChannelWriter<Action> _requests;
    private readonly CancellationToken _cancellation;
    private readonly List<ProgressBoard> _boards = [];

    internal PipelineWriter(PSCmdlet cmdlet, ChannelWriter<Action> requests, CancellationToken cancellation)
    {
        _cmdlet = cmdlet;
        _requests = requests;
        _cancellation = cancellation;
        Notes = new PipelineNotes(WriteVerbose, WriteWarning, WriteDebug);
    }

    /// <summary>Receives remarks and writes them to the verbose stream; warnings go to the warning stream.</summary>
    public IRemarks Notes { get; }

    /// <summary>
    /// Writes one object, even if it is a list. Awaiting it makes a slow consumer slow down its producer.
    /// </summary>
    /// <returns>A task that ends when the cmdlets downstream are done with the object.</returns>
    public Task WriteObjectAsync(object value) => AskAsync(() => _cmdlet.WriteObject(value));

    /// <summary>Writes an error that does not end the cmdlet, unless the user wants it to.</summary>
    public Task WriteErrorAsync(ErrorRecord error) => AskAsync(() => _cmdlet.WriteError(error));

    /// <summary>Whether to carry out the action: always, unless -WhatIf or -Confirm say otherwise.</summary>
    /// <param name="target">The thing to be changed.</param>
    /// <param name="action">A plain phrase of what would be done to it.</param>
    public Task<bool> ShouldProcessAsync(string target, string action) =>
        AskAsync(() => _cmdlet.ShouldProcess(Printable.Line(target), Printable.Of(action)));

    /// <summary>With -WhatIf, writes a plan of several lines on lines of its own. Nothing is done.</summary>
    /// <param name="plan">What would be done, such as a table with its total. PowerShell puts <c>What if:</c> before it.</param>
    public Task WriteWhatIfAsync(string plan) =>
        AskAsync(() => _cmdlet.ShouldProcess(Printable.Of(plan), Printable.Of(plan), null));

    /// <summary>
    /// Whether the user wants to see what would be done: -WhatIf or -Confirm is set, here or for the session.
    /// -Confirm:$false and -WhatIf:$false say that it is to be done.
    /// </summary>
    public Task<bool> IsReviewAsync() => AskAsync(() =>
        IsOn("WhatIf", _cmdlet.GetVariableValue("WhatIfPreference")) || IsOn("Confirm", false));

    /// <summary>The full path of a file or folder that need not exist, relative to the current location.</summary>
    /// <exception cref="InputException">The path is not in the file system.</exception>
    public Task<string> ResolvePathAsync(string path) => AskAsync(() => FilePaths.Complete(_cmdlet, path));

    /// <summary>
    /// The full paths of the existing files and folders that a path or pattern names. If there are none, an error is written.
    /// </summary>
    /// <param name="literal">Whether to take it literally, never as a pattern.</param>
    public Task<IReadOnlyList<string>> ResolveExistingAsync(string path, bool literal) => AskAsync(() =>
    {
        try
        {
            return FilePaths.Find(_cmdlet, path, literal);
        }
        catch (Exception missing) when (missing is InputException or IOException)
        {
            _cmdlet.WriteError(ErrorRecords.From(missing));
            return [];
        }
    });

    /// <summary>A secret of the user's vaults.</summary>
    /// <param name="vault">The vault; NULL for the default one.</param>
    /// <exception cref="SettingException">It does not exist or cannot be read.</exception>
    public Task<System.Net.NetworkCredential> ReadSecretAsync(string name, string? vault) =>
        AskAsync(() => VaultSecrets.Read(_cmdlet, name, vault));

    /// <summary>Sets <c>$LASTEXITCODE</c>, so that a script can end with it.</summary>
    public Task SetExitCodeAsync(int code) =>
        AskAsync(() => _cmdlet.SessionState.PSVariable.Set("global:LASTEXITCODE", code));

    /// <summary>
    /// Writes to the verbose stream; with -Debug and without -Verbose to the debug stream, because PowerShell would ask before each
    /// verbose line whether to go on.
    /// </summary>
    public void WriteVerbose(string text) => Post(() =>
    {
        if (IsOn("Debug", false) && !IsOn("Verbose", false))
            _cmdlet.WriteDebug(Printable.Of(text));
        else
            _cmdlet.WriteVerbose(Printable.Of(text));
    });

    /// <summary>Writes to the debug stream.</summary>
    public void WriteDebug(string text) => Post(() => _cmdlet.WriteDebug(Printable.Of(text)));

    public void WriteWarning(string text) => Post(() => _cmdlet.WriteWarning(Printable.Of(text)));

    /// <summary>Writes to the information stream.</summary>
    public void WriteInformation(string text) => Post(() => _cmdlet.WriteInformation(Printable.Of(text), []));

    /// <summary>
    /// Opens a progress display: a line for the activity and one below it for each item. The base closes it.
    /// </summary>
    /// <param name="activity">What is being done, such as <c>Exporting</c>.</param>
    /// <param name="unit">What is counted.</param>
    /// <returns>Receives reports from any thread; it shows about ten per second and drops the others.</returns>
    public IProgress<ItemProgress> Progress(string activity, string unit = "rows")
    {
        lock (_boards)
        {
            var board = new ProgressBoard(
                _boards.Count, activity, unit, TimeProvider.System,
                record => Post(() => _cmdlet.WriteProgress(record)));
            _boards.Add(board);
            return board;
        }
    }

    internal void CompleteProgress(Action<ProgressRecord> draw)
    {
        lock (_boards)
        {
            foreach (var board in _boards)
                board.Complete(draw);
        }
    }

    /// <summary>Whether -WhatIf is set, here or for the session: nothing is done, and everything is shown.</summary>
    public Task<bool> IsWhatIfAsync() => AskAsync(() => IsOn("WhatIf", _cmdlet.GetVariableValue("WhatIfPreference")));

    private bool IsOn(string parameter, object? otherwise) => LanguagePrimitives.IsTrue(
        _cmdlet.MyInvocation.BoundParameters.GetValueOrDefault(parameter, otherwise));

    private Task AskAsync(Action work) => AskAsync(() =>
    {
        work();
        return true;
    });

    // What PowerShell throws in a request ends the pipeline: the cmdlet's base cancels, and the caller sees the cancellation.
    // Our own exceptions go to the caller.
    private async Task<T> AskAsync<T>(Func<T> work)
    {
        _cancellation.ThrowIfCancellationRequested();
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (ContabyxException e)
            {
                done.SetException(e);
            }
        });
        return await done.Task.WaitAsync(_cancellation).ConfigureAwait(false);
    }

    // Refused only when the cmdlet has ended: waiting callers are cancelled, and nobody would see a remark.
    private void Post(Action request) => _requests.TryWrite(request);
}
