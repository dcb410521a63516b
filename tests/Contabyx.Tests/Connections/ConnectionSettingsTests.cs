using Contabyx.Engine;

namespace Contabyx.Tests;

public sealed class ConnectionSettingsTests
{
    [Fact]
    public void Nothing_configured_is_the_embedded_twin() =>
        Assert.Equal(EmbeddedTwin.Connection("/home").Source, Connect(("CONTABYX_HOME", "/home")).Source);

    [Fact]
    public void The_short_form_names_bucket_and_key_and_one_password_for_all()
    {
        var connection = Connect(("PASSWORD", "marked"), ("BUCKET", "my-bucket"), ("KEY", "/books/"));

        Assert.Equal("s3://my-bucket/books", connection.Bucket);
        Assert.Equal("marked", connection.SourceSettings.Password!.Reveal());
        Assert.Equal("marked", connection.WarehouseSettings.Password!.Reveal());
    }

    [Fact]
    public void A_bucket_without_a_key_is_not_taken_for_ours() =>
        Assert.StartsWith("file:", Connect(("BUCKET", "somebody-elses")).Bucket, StringComparison.Ordinal);

    [Fact]
    public void A_password_of_its_own_wins_over_the_common_one() => Assert.Equal(
        "own", Connect(("PASSWORD", "common"), ("CONTABYX_SOURCE_PASSWORD", "own")).SourceSettings.Password!.Reveal());

    [Theory]
    [InlineData("redshift://db.example/books", "redshift://new@db.example:5439/books")]
    [InlineData("redshift://old@db.example:1/books?ssl=require", "redshift://new@db.example:1/books?ssl=require")]
    public void A_credentials_user_stands_for_the_addresses(string address, string full) => Assert.Equal(
        full, Connect(("CONTABYX_WAREHOUSE", address), ("CONTABYX_WAREHOUSE_USER", "new")).Warehouse);

    [Theory]
    [InlineData("CONTABYX_READERS", "0")]
    [InlineData("CONTABYX_READERS", "many")]
    [InlineData("CONTABYX_ZERO_DATES", "Whatever")]
    [InlineData("CONTABYX_TINYINT_AS_BOOLEAN", "perhaps")]
    [InlineData("CONTABYX_TAGS", "a")]
    [InlineData("CONTABYX_ENDPOINT", "nowhere")]
    public void A_setting_that_makes_no_sense_is_refused_by_name(string name, string value) =>
        Assert.Equal(name, Assert.Throws<SettingException>(() => Connect((name, value))).Target);

    [Fact]
    public void An_access_key_needs_its_secret() => Assert.Equal(
        "CONTABYX_SECRET_KEY", Assert.Throws<SettingException>(() => Connect(("CONTABYX_ACCESS_KEY", "a"))).Target);

    private static ContabyxConnection Connect(params (string Name, string Value)[] settings) => ConnectionSettings.Connect(
        settings.ToDictionary(setting => setting.Name, setting => setting.Value), Path.GetTempPath());
}
