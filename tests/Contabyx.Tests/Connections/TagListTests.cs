using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Tests;

public sealed class TagListTests
{
    [Theory]
    [InlineData("project", "books")]
    [InlineData("owner", "finance, accounting")]
    [InlineData("path", @"C:\data\")]
    [InlineData("a=b", "c=d,e")]
    [InlineData("empty", "")]
    public void What_is_written_reads_back(string name, string value)
    {
        var text = TagList.Write([("first", "1"), (name, value), ("last", "9")]);

        var tags = TagList.Read(text);

        Assert.Equal(3, tags.Count);
        Assert.Equal(value, tags[name]);
    }

    [Fact]
    public void A_setting_may_guard_a_comma_and_leave_other_backslashes() => Assert.Equal(
        new Dictionary<string, string> { ["owner"] = "a,b", ["path"] = @"\x", ["q"] = "1" },
        TagList.Read(@"owner=a\,b, path = \x ,q=1,"));

    [Theory]
    [InlineData("project")]
    [InlineData("=books")]
    [InlineData("a=1,b")]
    [InlineData("a=1,a=2")]
    public void A_tag_without_name_or_value_or_twice_is_refused(string text) =>
        Assert.Throws<SettingException>(() => TagList.Read(text));
}
