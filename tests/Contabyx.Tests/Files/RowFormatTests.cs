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
}
