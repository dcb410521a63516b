using Contabyx.Engine.Files.Parts;

namespace Contabyx.Engine.Files;

/// <summary>Everything about a file format: how its files are named, and what writes them.</summary>
/// <param name="Format">Its name.</param>
/// <param name="Endings">How its files end, without a compression; files that we write have the first ending.</param>
/// <param name="IsText">
/// Whether its rows are lines of text. Those have a NULL marker, may be compressed as a whole, and can be read and
/// corrected one by one.
/// </param>
/// <param name="CreateWriter">Makes the writer of a table's rows.</param>
internal sealed record RowFormat(
    FileFormat Format,
    IReadOnlyList<string> Endings,
    bool IsText,
    Func<TableSchema, TableWriterOptions, PartFolder, ITableWriter> CreateWriter)
{
    private static readonly (string Suffix, FileCompression Compression)[] Compressions =
        [(".zst", FileCompression.Zstd), (".gz", FileCompression.Gzip), ("", FileCompression.None)];

    /// <summary>The compression of the whole file, if one is wanted: other formats compress inside the file.</summary>
    public FileCompression CompressionOf(FileCompression wanted) => IsText ? wanted : FileCompression.None;

    /// <summary>How the names of the files that we write end, such as <c>.csv.zst</c>.</summary>
    public string Extension(FileCompression compression) =>
        Endings[0] + Compressions.First(known => known.Compression == CompressionOf(compression)).Suffix;

    /// <summary>
    /// What the name of a loose file says, if it has this format; otherwise NULL. The case of the ending does not
    /// matter.
    /// </summary>
    /// <param name="name">The name without folders, such as <c>Clients.csv.gz</c>.</param>
    public LooseFileName? Read(string name)
    {
        foreach (var (suffix, compression) in Compressions.Where(known => IsText || known.Suffix.Length == 0))
        {
            foreach (var ending in Endings.Select(ending => ending + suffix))
            {
                if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                    return new LooseFileName(name[..^ending.Length], Format, compression);
            }
        }

        return null;
    }
}
