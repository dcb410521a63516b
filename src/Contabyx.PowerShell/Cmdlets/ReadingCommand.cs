using System.Globalization;
using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>A cmdlet that moves tables of the source, and lets the user choose which rows each run reads.</summary>
public abstract class ReadingCommand : SelectingCommand
{
    [Parameter(ParameterSetName = TableSet, HelpMessage = "Which rows a run reads: Full (the default), Incremental or Differences.")]
    [Parameter(ParameterSetName = QuerySet, HelpMessage = "Which rows a run reads: Full (the default), Incremental or Differences.")]
    public ReadMode Read { get; set; }

    /// <summary>The column that identifies new rows.</summary>
    [Parameter(
        ParameterSetName = TableSet, HelpMessage = "For -Read Incremental: the column whose values increase with every insert and update.")]
    [Parameter(
        ParameterSetName = QuerySet, HelpMessage = "For -Read Incremental: the column whose values increase with every insert and update.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string? Watermark { get; set; }

    /// <summary>How far before the last watermark a run starts.</summary>
    [Parameter(
        ParameterSetName = TableSet, HelpMessage = "How far before the last watermark a run starts: 1.00:00:00 for a day, or a number.")]
    [Parameter(
        ParameterSetName = QuerySet, HelpMessage = "How far before the last watermark a run starts: 1.00:00:00 for a day, or a number.")]
    [ValidateNotNull]
    public object? Lookback { get; set; }

    /// <summary>What to do with deleted rows.</summary>
    [Parameter(ParameterSetName = TableSet,
        HelpMessage = "What to do with rows that the source no longer has: Delete (the default), Mark or Keep.")]
    [Parameter(ParameterSetName = QuerySet,
        HelpMessage = "What to do with rows that the source no longer has: Delete (the default), Mark or Keep.")]
    public DeletedRows Deletes { get; set; }

    /// <summary>The column that marks deleted rows.</summary>
    [Parameter(
        ParameterSetName = TableSet, HelpMessage = "For -Deletes Mark: the column of the warehouse that stores the time of deletion.")]
    [Parameter(
        ParameterSetName = QuerySet, HelpMessage = "For -Deletes Mark: the column of the warehouse that stores the time of deletion.")]
    [ValidateNotNullOrEmpty]
    public string? DeletedAtColumn { get; set; }

    /// <summary>How often a run reads the differences instead.</summary>
    [Parameter(
        ParameterSetName = TableSet, HelpMessage = "Every how many runs an incremental run is replaced by a run of -Read Differences.")]
    [Parameter(
        ParameterSetName = QuerySet, HelpMessage = "Every how many runs an incremental run is replaced by a run of -Read Differences.")]
    [ValidateRange(1, 10_000)]
    public int DifferencesEvery { get; set; }

    /// <summary>The maximum size of a run.</summary>
    [Parameter(ParameterSetName = TableSet,
        HelpMessage = "The number of different rows from which a table is loaded in several runs; 5,000,000 by default.")]
    [Parameter(ParameterSetName = QuerySet,
        HelpMessage = "The number of different rows from which a table is loaded in several runs; 5,000,000 by default.")]
    [ValidateRange(1L, long.MaxValue)]
    public long ChunkRows { get; set; } = new ExportOptions().ChunkRows;

    /// <summary>What a run does with a table, in one phrase.</summary>
    private protected string ReadAction => Read switch
    {
        ReadMode.Incremental => $"Export the rows after the last watermark of {Watermark}",
        ReadMode.Differences => "Compare the table with the warehouse, and export the differences",
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
