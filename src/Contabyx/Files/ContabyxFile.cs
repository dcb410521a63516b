namespace Contabyx;

/// <summary>
/// One exported file: a part of one table in one run; or a table without a file, because it was refused, and has an <see
/// cref="Error"/>, or because it <see cref="IsUnchanged"/>. Made by <c>Export-ContabyxData</c>.
/// </summary>
public sealed record ContabyxFile
{
    /// <summary>The run it belongs to: sortable by time and unique.</summary>
    public required string Run { get; init; }

    /// <summary>The table's name.</summary>
    public required string Table { get; init; }

    /// <summary>The file's full path on this machine.</summary>
    public required string Path { get; init; }

    /// <summary>Which part of the table it is, from 1.</summary>
    public required int Part { get; init; }

    /// <summary>How many parts the table has in this run.</summary>
    public required int Parts { get; init; }

    /// <summary>Rows in this part.</summary>
    public required long Rows { get; init; }

    /// <summary>The file's size in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The SHA-256 of the file, as 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>How rows are written.</summary>
    public required FileFormat Format { get; init; }

    /// <summary>How the file is compressed.</summary>
    public required FileCompression Compression { get; init; }

    /// <summary>What stands for NULL, unquoted; no value of the table equals it. Empty for Parquet.</summary>
    public required string NullMarker { get; init; }

    /// <summary>How to load the table.</summary>
    public required LoadMode Mode { get; init; }

    /// <summary>The columns and the key of the table.</summary>
    public required TableSchema Schema { get; init; }

    /// <summary>The control totals of the whole table in this run, all parts together.</summary>
    public required TableTotals Totals { get; init; }

    /// <summary>Where the rows came from, and how consistently.</summary>
    public required ExportOrigin Origin { get; init; }

    /// <summary>What the run knows about the rest of the table; NULL if it brings all rows or records nothing.</summary>
    public TableSync? Sync { get; init; }

    /// <summary>The years that were left out, because the warehouse's archive has them.</summary>
    public IReadOnlyList<int> YearsLeftOut { get; init => field = new ReadableList<int>(value); } = new ReadableList<int>([]);

    /// <summary>Whether the warehouse already had all rows of the table, so that there is no file.</summary>
    public bool IsUnchanged => Parts == 0 && Error is null;

    /// <summary>The address of the source that the rows came from.</summary>
    public string Source => Origin.Source;

    /// <summary>Why the table was refused; NULL for a file. The load of a refused table ends as failed.</summary>
    public string? Error { get; init; }

    /// <summary>What to do about it; NULL for a file.</summary>
    public string? Advice { get; init; }
}
