using Contabyx.Engine.Files.Checks;
using Contabyx.Engine.Files.Csv;
using Contabyx.Engine.Files.Parquet;
using Contabyx.Engine.Files.Parts;
using Contabyx.Engine.Files.Proof;

namespace Contabyx.Engine.Files;

/// <summary>Creates the writers of tables.</summary>
internal static class TableWriters
{
    private const int HighestZstdLevel = 22;
    private const int HighestGzipLevel = 9;

    /// <summary>
    /// Creates the writer of one table's rows. <c>docs/files.md</c> specifies what it writes, byte for byte.
    /// </summary>
    /// <param name="table">The table, its columns as the target has them: every value is checked against them.</param>
    /// <param name="options">How and where to write.</param>
    /// <returns>
    /// The writer. Its <see cref="ITableWriter.WriteAsync"/> throws <see cref="ValueRefusedException"/> for a value
    /// that the target cannot hold, <see cref="NullMarkerCollisionException"/> for a text that equals the NULL marker,
    /// and, as <see cref="ITableWriter.CompleteAsync"/> does, an <see cref="IOException"/> that names the file which
    /// could not be written. After any of them the writer can only be disposed.
    /// </returns>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    /// <exception cref="IOException">The folder could not be created.</exception>
    public static ITableWriter Create(TableSchema table, TableWriterOptions options)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        Validate(options);

        var stem = options.FileNameStem ?? FileNames.Stem(table.Name);
        var folder = new PartFolder(
            options.Directory, part => FileNames.Part(stem, part, options.Format, options.Compression));
        return RowFormats.Of(options.Format).CreateWriter(table, options, folder);
    }

    public static ITableWriter CreateCsv(
        TableSchema table, TableWriterOptions options, PartFolder folder)
    {
        var check = new TableCheck(table, options.NullMarker, options.RefusesEmptyBinary, options.SendsBadValues, options.Limits);
        var filler = new CsvPageFiller(check, table, options.NullMarker, options.PageBytes);
        var parts = new TableParts<TextPage>(
            folder,
            filler.NewPage,
            file => new CsvPartEncoder(file, options.Compression, options.CompressionLevel),
            options.Slices,
            options.PagesPerTurn,
            options.MaxPartBytes);
        return new PagedTableWriter<TextPage>(check, new TotalsCounter(table), new ExtentCounter(table), filler, parts, options.NullMarker);
    }

    public static ITableWriter CreateParquet(
        TableSchema table, TableWriterOptions options, PartFolder folder)
    {
        var filler = new RowGroupFiller(table, options.RowGroupRows, options.PageBytes);
        var parts = new TableParts<RowGroupPage>(
            folder,
            filler.NewPage,
            file => new ParquetPartEncoder(file, table),
            options.Slices,
            options.PagesPerTurn,
            options.MaxPartBytes);
        return new PagedTableWriter<RowGroupPage>(
            new TableCheck(table, nullMarker: null, limits: options.Limits),
            new TotalsCounter(table), new ExtentCounter(table), filler, parts, nullMarker: "");
    }

    private static void Validate(TableWriterOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(options.Directory);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Slices, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PageBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PagesPerTurn, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RowGroupRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxPartBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.CompressionLevel, 1);
        var highest = options.Compression == FileCompression.Gzip ? HighestGzipLevel : HighestZstdLevel;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.CompressionLevel, highest);
        if (!NullMarkers.IsMarker(options.NullMarker))
            throw new ArgumentException(
                $"'{options.NullMarker}' is not a NULL marker. Use {NullMarkers.Default}, {NullMarkers.Default}1, ...",
                nameof(options));
    }
}
