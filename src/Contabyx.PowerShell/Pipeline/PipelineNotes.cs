namespace Contabyx.PowerShell;

/// <summary>
/// Passes on remarks at once and in order, unlike <see cref="Progress{T}"/>, which passes them to any free thread.
/// </summary>
internal sealed class PipelineNotes(Action<string> write, Action<string> warn) : IRemarks
{
    /// <inheritdoc/>
    public void Report(string value) => write(value);

    /// <inheritdoc/>
    public void Warn(string text) => warn(text);
}
