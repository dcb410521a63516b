namespace Contabyx;

/// <summary>
/// One file in the bucket; or a table without a file, because it was refused or is unchanged. Made by
/// <c>Send-ContabyxUpload</c>.
/// </summary>
public sealed record ContabyxUpload
{
    /// <summary>The run it belongs to; empty for a loose file.</summary>
    public required string Run { get; init; }

    /// <summary>The table's name.</summary>
    public required string Table { get; init; }

    /// <summary>The file's full path on this machine.</summary>
    public required string Path { get; init; }

    /// <summary>Which part of the table it is, from 1.</summary>
    public required int Part { get; init; }

    /// <summary>How many parts the table has in this run.</summary>
    public required int Parts { get; init; }

    /// <summary>Rows in this part; NULL for a loose file, whose rows have not been counted yet.</summary>
    public required long? Rows { get; init; }

    /// <summary>The size in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The SHA-256 of the bytes sent, as 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Where it is, such as <c>s3://bucket/KEY/data/RUN/Tax/Tax-0001.csv.zst</c>.</summary>
    public required string Uri { get; init; }

    /// <summary>The bucket's own tag for the object, without quotes.</summary>
    public required string ETag { get; init; }

    /// <summary>How long the upload took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Whether it is a table without a file, because the warehouse already had all of its rows.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>Why the table was refused; NULL for a file.</summary>
    public string? Error { get; init; }
}
