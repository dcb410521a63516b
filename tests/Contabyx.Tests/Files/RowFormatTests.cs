using Contabyx.Engine.Files;

namespace Contabyx.Tests;

public sealed class RowFormatTests
{
    [Fact]
    public void Every_format_is_registered_once() =>
        Assert.Equal(Enum.GetValues<FileFormat>(), RowFormats.All.Select(format => format.Format));

    [Fact]
    public void No_two_formats_share_an_ending()
    {
        var endings = RowFormats.All.SelectMany(format => format.Endings).ToList();
        Assert.Equal(endings.Distinct(StringComparer.OrdinalIgnoreCase), endings);
    }

    [Fact]
    public void The_parts_of_every_format_are_recognized_by_their_names()
    {
        var names = Enum.GetValues<FileFormat>().SelectMany(format => Enum.GetValues<FileCompression>()
            .Select(compression => FileNames.Part("Tax", 12345, format, compression)));

        Assert.All(names, name => Assert.True(FileNames.IsPart(name) && FileNames.IsPart(name + ".part"), name));
        Assert.DoesNotContain(
            ["Tax.csv", "Tax-001.csv", "Tax-0001.txt", "Tax-0001.csv.part.part", "-0001.csv", "run.json"], FileNames.IsPart);
    }

    [Fact]
    public void A_name_without_a_format_is_refused_with_the_names_that_have_one() => Assert.Equal(
        "x: its name does not show its format. Name it TABLE.csv or TABLE.txt (also with .gz or .zst), or TABLE.parquet.",
        RowFormats.Refuse("x", "").Message);
}
