namespace Contabyx.PowerShell;

/// <summary>
/// Passes remarks on at once, in order; unlike <see cref="Progress{T}"/>, which hands them to whatever thread is free.
/// </summary>
internal sealed class PipelineNotes(Action<string> write, Action<string> warn) : IRemarks
{
    /// <inheritdoc/>
    public void Report(string value) => write(value);

    /// <inheritdoc/>
    public void Warn(string text) => warn(text);
}
