namespace Contabyx;

/// <summary>How rows are written to a file.</summary>
public enum FileFormat
{
    /// <summary>Comma-separated values as in RFC 4180, with an unquoted NULL marker and no header.</summary>
    Csv,

    /// <summary>Apache Parquet, with Snappy-compressed pages.</summary>
    Parquet,
}
