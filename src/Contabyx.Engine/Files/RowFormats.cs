using System.Collections.Frozen;

namespace Contabyx.Engine.Files;

/// <summary>The file formats. A format that is missing here fails <c>RowFormatTests</c>.</summary>
internal static class RowFormats
{
    public static IReadOnlyList<RowFormat> All { get; } =
    [
        new(FileFormat.Csv, [".csv", ".txt"], IsText: true, TableWriters.CreateCsv),
        new(FileFormat.Parquet, [".parquet"], IsText: false, TableWriters.CreateParquet),
    ];

    private static readonly FrozenDictionary<FileFormat, RowFormat> ByName = All.ToFrozenDictionary(format => format.Format);

    public static RowFormat Of(FileFormat format) => ByName[format];

    /// <summary>
    /// What a file's name says about it: the table is the name without <c>.csv</c> or <c>.txt</c> (and <c>.gz</c> or
    /// <c>.zst</c> behind it) or <c>.parquet</c>.
    /// </summary>
    /// <param name="fileName">
    /// The name, such as <c>Clients.csv.gz</c>; folders before it, separated by <c>/</c>, are ignored.
    /// </param>
    /// <returns>What it says; NULL when the ending is another one, or when nothing is left for the table's name.</returns>
    public static LooseFileName? FromFileName(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var name = fileName[(fileName.LastIndexOf('/') + 1)..];
        return All.Select(format => format.Read(name)).FirstOrDefault(read => read is not null);
    }

    /// <summary>Why a loose file is refused whose name <see cref="FromFileName"/> does not know.</summary>
    /// <param name="file">Its path or URI.</param>
    /// <param name="advice">What to do next.</param>
    public static DamagedFileException Refuse(string file, string advice) => new(
        file,
        $"its name does not show its format. Name it {Names(isText: true)} (also with .gz or .zst), or {Names(isText: false)}.",
        advice: advice);

    private static string Names(bool isText) => string.Join(
        " or ", All.Where(format => format.IsText == isText).SelectMany(format => format.Endings).Select(ending => "TABLE" + ending));
}
