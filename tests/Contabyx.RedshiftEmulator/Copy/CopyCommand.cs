namespace Contabyx.RedshiftEmulator;

/// <summary>The formats that the emulator reads.</summary>
internal enum CopyFormat
{
    Delimited,
    Csv,
    Parquet,
}

/// <summary>How the files are compressed.</summary>
internal enum CopyCompression
{
    None,
    Gzip,
    Zstd,
}

/// <summary>A COPY with its options, at the defaults that <c>r_COPY-parameters</c> names.</summary>
internal sealed class CopyCommand : S3Access
{
    public required string Table { get; init; }

    public required string TableText { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    public required string From { get; init; }

    public CopyFormat Format { get; set; }

    public char Quote { get; set; } = '"';

    public char? Delimiter { get; set; }

    public CopyCompression Compression { get; set; }

    public bool Manifest { get; set; }

    public int IgnoreHeader { get; set; }

    /// <summary>NULL AS; <c>\N</c> by default: <c>copy-parameters-data-conversion</c>.</summary>
    public string NullAs { get; set; } = "\\N";

    public string DateFormat { get; set; } = "YYYY-MM-DD";

    public string TimeFormat { get; set; } = "YYYY-MM-DD HH:MI:SS";

    public long MaxErrors { get; set; }

    public bool EmptyAsNull { get; set; }

    public bool BlanksAsNull { get; set; }

    public bool TruncateColumns { get; set; }

    public bool RoundDecimals { get; set; }

    public bool AcceptAnyDate { get; set; }

    public bool FillRecord { get; set; }

    public bool TrimBlanks { get; set; }

    public bool IgnoreBlankLines { get; set; }

    public bool NoLoad { get; set; }

    public bool ExplicitIds { get; set; }

    /// <summary>The character that replaces each byte of an invalid one; NULL: an error.</summary>
    public char? InvalidCharacter { get; set; }

    /// <summary>The words of the options that were given.</summary>
    public HashSet<string> Given { get; } = new(StringComparer.Ordinal);
}
