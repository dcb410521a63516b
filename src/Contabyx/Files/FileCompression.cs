namespace Contabyx;

/// <summary>
/// How a text file is compressed. Parquet compresses its own pages, so its files say <see cref="None"/>.
/// </summary>
public enum FileCompression
{
    /// <summary>Zstandard: the default, the fastest to write and to load.</summary>
    Zstd,

    /// <summary>Gzip, for readers that support nothing else.</summary>
    Gzip,

    /// <summary>Not compressed.</summary>
    None,
}
