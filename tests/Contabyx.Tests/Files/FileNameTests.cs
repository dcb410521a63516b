using Contabyx.Engine.Files;

namespace Contabyx.Tests;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("Clients.csv", "Clients", FileFormat.Csv, FileCompression.None)]
    [InlineData("Clients.txt", "Clients", FileFormat.Csv, FileCompression.None)]
    [InlineData("Clients.csv.gz", "Clients", FileFormat.Csv, FileCompression.Gzip)]
    [InlineData("Clients.txt.zst", "Clients", FileFormat.Csv, FileCompression.Zstd)]
    [InlineData("KEY/data/my.Tax.CSV.GZ", "my.Tax", FileFormat.Csv, FileCompression.Gzip)]
    [InlineData("Tax.parquet", "Tax", FileFormat.Parquet, FileCompression.None)]
    public void A_loose_file_s_name_tells_its_table_format_and_compression(
        string name, string table, FileFormat format, FileCompression compression) =>
        Assert.Equal(new LooseFileName(table, format, compression), RowFormats.FromFileName(name));

    [Theory]
    [InlineData("")]
    [InlineData(".csv")]
    [InlineData("data/.csv.gz")]
    [InlineData("Clients")]
    [InlineData("Clients.gz")]
    [InlineData("Clients.csv.bak")]
    [InlineData("Clients.parquet.gz")]
    [InlineData("Clients.csv/")]
    public void Any_other_name_tells_nothing(string name) => Assert.Null(RowFormats.FromFileName(name));

    [Theory]
    [InlineData("TaxType", "TaxType")]
    [InlineData("a_b-c.d1", "a_b-c.d1")]
    [InlineData(".hidden", "~2ehidden")]
    [InlineData("../up", "~2e.~2fup")]
    [InlineData("two words", "two~20words")]
    [InlineData("Câmbio", "C~c3~a2mbio")]
    [InlineData("~20", "~7e20")]
    [InlineData("c:\\x", "c~3a~5cx")]
    [InlineData("aux", "~61ux")]
    [InlineData("CON", "~43ON")]
    [InlineData("nul.v2.old", "~6eul.v2.old")]
    [InlineData("Lpt1", "~4cpt1")]
    [InlineData("com0", "~63om0")]
    [InlineData("com10", "com10")]
    [InlineData("console", "console")]
    [InlineData("my.aux", "my.aux")]
    [InlineData("aux_1", "aux_1")]
    [InlineData("prices.", "prices~2e")]
    [InlineData("prices..", "prices.~2e")]
    [InlineData("prn.", "prn~2e")]
    [InlineData(".", "~2e")]
    [InlineData("..", "~2e~2e")]
    public void A_table_s_name_becomes_a_safe_stem(string table, string stem) =>
        Assert.Equal(stem, FileNames.Stem(table));

    [Theory]
    [InlineData(@"\N", @"\N1")]
    [InlineData(@"\N1", @"\N2")]
    [InlineData(@"\N9", @"\N10")]
    public void The_next_null_marker_counts_on(string marker, string next) =>
        Assert.Equal(next, NullMarkers.Next(marker));

    [Theory]
    [InlineData("")]
    [InlineData("NULL")]
    [InlineData(@"\n")]
    [InlineData(@"\N0")]
    [InlineData(@"\N01")]
    [InlineData(@"\N-1")]
    [InlineData(@"\Nx")]
    public void A_text_that_could_be_mistaken_is_no_null_marker(string text)
    {
        Assert.False(NullMarkers.IsMarker(text));
        Assert.Throws<ArgumentException>(() => NullMarkers.Next(text));
    }
}
