namespace Contabyx.Engine.Runs;

/// <summary>
/// Why a table of a run was not loaded, or not completely. It is written as <c>error.json</c> next to the files.
/// </summary>
/// <param name="FormatVersion">The version of this document's layout: <see cref="CurrentVersion"/>.</param>
/// <param name="Table">The table's name.</param>
/// <param name="Status">How the load ended.</param>
/// <param name="Time">When, in UTC.</param>
/// <param name="BadRowsSha256">
/// The SHA-256 of <c>bad-rows.csv</c> as it was written, to detect whether somebody changed it; NULL when
/// no rows are at fault.
/// </param>
/// <param name="Errors">Every error that was found, up to the limit; never empty.</param>
internal sealed record ErrorDocument(
    int FormatVersion,
    string Run,
    string Table,
    LoadStatus Status,
    DateTimeOffset Time,
    string? BadRowsSha256,
    IReadOnlyList<ContabyxLoadError> Errors)
{
    /// <summary>The layout that this version writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>How many rows <c>bad-rows.csv</c> had when it was written; NULL when unknown or none.</summary>
    public long? BadRows { get; init; }

    /// <summary>The names in the header of <c>bad-rows.csv</c>; NULL when unknown or when there is none.</summary>
    public IReadOnlyList<string>? Columns { get; init; }
}
