namespace Contabyx.Engine.Files;

/// <summary>Reads format and compression from the names of loose files.</summary>
internal static class FileFormats
{
    private static readonly (string Suffix, FileCompression Compression)[] Compressions =
        [(".zst", FileCompression.Zstd), (".gz", FileCompression.Gzip), ("", FileCompression.None)];

    /// <summary>
    /// What a file's name says about it: the table is the name without <c>.csv</c> or <c>.txt</c> (and <c>.gz</c> or
    /// <c>.zst</c> behind it) or <c>.parquet</c>. Upper and lower case of the endings make no difference.
    /// </summary>
    /// <param name="fileName">
    /// The name, such as <c>Clients.csv.gz</c>; folders before it, separated by <c>/</c>, are ignored.
    /// </param>
    /// <returns>What it says; NULL when the ending is another one, or when nothing is left for the table's name.</returns>
    public static LooseFileName? FromFileName(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var name = fileName[(fileName.LastIndexOf('/') + 1)..];
        if (Without(name, ".parquet") is { } columnar)
            return new LooseFileName(columnar, FileFormat.Parquet, FileCompression.None);
        foreach (var (suffix, compression) in Compressions)
        {
            if ((Without(name, ".csv" + suffix) ?? Without(name, ".txt" + suffix)) is { } table)
                return new LooseFileName(table, FileFormat.Csv, compression);
        }

        return null;
    }

    private static string? Without(string name, string ending) =>
        name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)
            ? name[..^ending.Length]
            : null;
}
