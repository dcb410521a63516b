namespace Contabyx.PowerShell;

/// <summary>
/// Passes on remarks at once and in order, unlike <see cref="Progress{T}"/>, which passes them to any free thread.
/// </summary>
/// <param name="debug">Takes whole statements, of which remarks have the beginning.</param>
internal sealed class PipelineNotes(Action<string> write, Action<string> warn, Action<string> debug) : IRemarks
{
    private const int ShownCharacters = 100;

    /// <inheritdoc/>
    public void Report(string value) => write(value);

    /// <inheritdoc/>
    public void Warn(string text) => warn(text);

    /// <inheritdoc/>
    public void Statement(string sql, TimeSpan elapsed)
    {
        var line = string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        write($"{Figure.Elapsed(elapsed),7}  {(line.Length > ShownCharacters ? line[..ShownCharacters] + "..." : line)}");
        if (line.Length > ShownCharacters)
            debug(sql);
    }
}
