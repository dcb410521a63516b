using System.Globalization;
using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>A cmdlet that moves tables of the source, and lets the user choose which rows each run reads.</summary>
public abstract class ReadingCommand : SelectingCommand
{
    [Parameter(ParameterSetName = TableSet, HelpMessage = "Which rows a run reads: Full (the default), Incremental or Differences.")]
    [Parameter(ParameterSetName = QuerySet, HelpMessage = "Which rows a run reads: Full (the default), Incremental or Differences.")]
    public ReadMode Read { get; set; }

    /// <summary>The column that tells new rows.</summary>
    [Parameter(ParameterSetName = TableSet, HelpMessage = "The column whose values grow with every insert and update, for -Read Incremental.")]
    [Parameter(ParameterSetName = QuerySet, HelpMessage = "The column whose values grow with every insert and update, for -Read Incremental.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string? Watermark { get; set; }

    /// <summary>How far back.</summary>
    [Parameter(ParameterSetName = TableSet, HelpMessage = "How far behind the last watermark to begin: 1.00:00:00 for a day, or a number.")]
    [Parameter(ParameterSetName = QuerySet, HelpMessage = "How far behind the last watermark to begin: 1.00:00:00 for a day, or a number.")]
    [ValidateNotNull]
    public object? Lookback { get; set; }

    /// <summary>What becomes of deleted rows.</summary>
    [Parameter(ParameterSetName = TableSet, HelpMessage = "What becomes of rows that the source no longer has: Delete (the default), Mark or Keep.")]
    [Parameter(ParameterSetName = QuerySet, HelpMessage = "What becomes of rows that the source no longer has: Delete (the default), Mark or Keep.")]
    public DeletedRows Deletes { get; set; }

    /// <summary>The column of the mark.</summary>
    [Parameter(ParameterSetName = TableSet, HelpMessage = "The column of the warehouse that gets the time, for -Deletes Mark.")]
    [Parameter(ParameterSetName = QuerySet, HelpMessage = "The column of the warehouse that gets the time, for -Deletes Mark.")]
    [ValidateNotNullOrEmpty]
    public string? DeletedAtColumn { get; set; }

    /// <summary>How often differences are read instead.</summary>
    [Parameter(ParameterSetName = TableSet, HelpMessage = "Every so many incremental runs, one reads the differences instead.")]
    [Parameter(ParameterSetName = QuerySet, HelpMessage = "Every so many incremental runs, one reads the differences instead.")]
    [ValidateRange(1, 10_000)]
    public int DifferencesEvery { get; set; }

    /// <summary>How large a run may be.</summary>
    [Parameter(ParameterSetName = TableSet, HelpMessage = "From how many rows that differ on a table is loaded in several runs; 5,000,000 by default.")]
    [Parameter(ParameterSetName = QuerySet, HelpMessage = "From how many rows that differ on a table is loaded in several runs; 5,000,000 by default.")]
    [ValidateRange(1L, long.MaxValue)]
    public long ChunkRows { get; set; } = new ExportOptions().ChunkRows;

    /// <summary>What a run does with a table, in one phrase.</summary>
    private protected string ReadAction => Read switch
    {
        ReadMode.Incremental => $"Export the rows beyond the last watermark of {Watermark}",
        ReadMode.Differences => "Compare with the warehouse, and export what differs",
        _ => Query is null ? "Export the whole table" : "Export the rows of the query",
    };

    private protected override TableSelection Complete(TableSelection each) => each with
    {
        Mode = Read,
        Watermark = Watermark,
        Lookback = Lookback is null ? null : Convert.ToString(Bare(Lookback), CultureInfo.InvariantCulture),
        Deletes = Deletes,
        DeletedAtColumn = DeletedAtColumn,
        DifferencesEvery = DifferencesEvery > 0 ? DifferencesEvery : null,
    };
}
