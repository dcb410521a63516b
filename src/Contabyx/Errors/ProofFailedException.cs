namespace Contabyx;

/// <summary>The control totals of the staged rows differ from those of the export, so nothing was committed.</summary>
/// <param name="table">The table's name.</param>
/// <param name="file">The URI of the file that holds the expected totals.</param>
/// <param name="differences">Every figure that differs, in words.</param>
public sealed class ProofFailedException(string table, string file, IReadOnlyList<string> differences)
    : ContabyxException(
        $"{table} is not proven, so nothing was committed: {string.Join("; ", differences)} (expected by {file}).",
        "Export and send the table again. The files are kept in error/ for inspection.",
        table)
{
    /// <summary>Every figure that differs, in words.</summary>
    public IReadOnlyList<string> Differences { get; } = differences;
}
