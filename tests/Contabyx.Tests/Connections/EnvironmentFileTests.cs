using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Tests;

public sealed class EnvironmentFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Comments_quotes_export_and_spaces_are_understood()
    {
        var settings = Read("\uFEFF# comment\r\n\r\nPASSWORD='a # b = \"c\"'\r\nexport "
            + "BUCKET = \"b\"\r\nKEY=books # all\r\nOTHER=1\r\nCONTABYX_SOURCE=\r\n");

        Assert.Equal("a # b = \"c\"", settings["PASSWORD"]);
        Assert.Equal("b", settings["BUCKET"]);
        Assert.Equal("books # all", settings["KEY"]);
        Assert.False(settings.ContainsKey("CONTABYX_SOURCE"));
    }

    [Theory]
    [InlineData("CONTABYX_SUORCE=x", "no setting CONTABYX_SUORCE")]
    [InlineData("marked-secret", "line 1")]
    [InlineData("PASSWORD='marked-secret", "not closed")]
    [InlineData("=marked-secret", "line 1")]
    public void A_line_that_cannot_be_read_is_named_but_not_shown(string line, string reason)
    {
        var error = Assert.Throws<SettingException>(() => Read(line));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("marked-secret", error.Message + error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# PASSWORD=x\n\n")]
    [InlineData("PASSWORD=\nOTHER=1\n")]
    public void A_file_that_sets_nothing_is_refused(string text) =>
        Assert.Contains("contains no settings", Assert.Throws<SettingException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_folder_is_refused_by_name() => Assert.Contains(
        "it is a folder",
        Assert.Throws<SettingException>(() => EnvironmentFile.Read(Path.GetTempPath())).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_setting_is_read()
    {
        var settings = Read(string.Join('\n', SettingNames.All.Select(name => $"{name}=value of {name}")));

        Assert.Equal(SettingNames.All.Order(StringComparer.Ordinal), settings.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains(_folder["none"],
            Assert.Throws<SettingException>(() => EnvironmentFile.Read(_folder["none"])).Message, StringComparison.Ordinal);

    [Fact]
    public void The_example_file_lists_every_setting_and_no_other()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Golden", ".env.example"))
            .Where(line => line.StartsWith('#') && line.Length > 1
                && char.IsAsciiLetterUpper(line[1]) && line.Contains('=', StringComparison.Ordinal))
            .Select(line => line[1..line.IndexOf('=', StringComparison.Ordinal)]);

        Assert.Equal(SettingNames.All.Order(StringComparer.Ordinal), lines.Order(StringComparer.Ordinal));
    }

    private IReadOnlyDictionary<string, string> Read(string text)
    {
        File.WriteAllText(_folder["env"], text);
        return EnvironmentFile.Read(_folder["env"]);
    }
}
