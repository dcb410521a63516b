using Contabyx.Engine.Connections;

namespace Contabyx.Tests;

public sealed class ConnectionSettingsTests
{
    [Fact]
    public void Nothing_configured_is_the_embedded_twin() =>
        Assert.Equal(EmbeddedTwin.Connection("/home").Source, Connect(("CONTABYX_HOME", "/home")).Source);

    [Fact]
    public void The_short_form_means_MySQL_on_this_machine_the_bucket_and_the_data_source_Redshift()
    {
        using var odbc = new OdbcFile("[Redshift]\nHost=dwh.example\nDatabase=dev\nUID=loader\n");

        var connection = Connect(("PASSWORD", "marked"), ("BUCKET", "my-bucket"), ("KEY", "/books/"));

        Assert.Equal("mysql://root@127.0.0.1:3306/contabyx", connection.Source);
        Assert.Equal("s3://my-bucket/books", connection.Bucket);
        Assert.Equal("redshift://loader@dwh.example:5439/dev", connection.Warehouse);
        Assert.Equal("marked", connection.SourceSettings.Password!.Reveal());
        Assert.Equal("marked", connection.WarehouseSettings.Password!.Reveal());
    }

    [Theory]
    [InlineData("BUCKET", "KEY")]
    [InlineData("KEY", "BUCKET")]
    public void One_of_bucket_and_key_without_the_other_is_refused_by_the_missing_ones_name(string given, string missing) =>
        Assert.Equal(missing, Assert.Throws<SettingException>(() => Connect((given, "books"))).Target);

    [Theory]
    [InlineData("PASSWORD", "marked-secret")]
    [InlineData("CONTABYX_SOURCE_PASSWORD", "marked-secret")]
    [InlineData("CONTABYX_SOURCE_USER", "loader")]
    [InlineData("CONTABYX_REGION", "sa-east-1")]
    [InlineData("CONTABYX_PROFILE", "books")]
    [InlineData("CONTABYX_WAREHOUSE_USER", "loader")]
    [InlineData("CONTABYX_SCHEMA", "books")]
    public void A_setting_of_a_server_that_no_address_names_is_refused_and_never_the_twins(string name, string value)
    {
        var error = Assert.Throws<SettingException>(() => Connect((name, value)));

        Assert.Equal(name, error.Target);
        Assert.DoesNotContain("marked-secret", error.Message + error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warehouse_without_a_bucket_is_refused() => Assert.Equal(
        "CONTABYX_BUCKET", Assert.Throws<SettingException>(() => Connect(("CONTABYX_WAREHOUSE", "redshift://u@h/d"))).Target);

    [Theory]
    [InlineData("redshift://u@h/d", "file:bucket")]
    [InlineData("duckdb:a.duckdb", "s3://my-bucket/books")]
    public void A_bucket_that_the_warehouse_cannot_read_is_refused(string warehouse, string bucket) => Assert.Contains(
        "cannot read files there",
        Assert.Throws<AddressException>(() => Connect(("CONTABYX_WAREHOUSE", warehouse), ("CONTABYX_BUCKET", bucket))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_password_of_its_own_wins_over_the_common_one() => Assert.Equal("own", Connect(
        ("PASSWORD", "common"), ("CONTABYX_SOURCE_PASSWORD", "own"), ("CONTABYX_SOURCE", "mysql://h/d")).SourceSettings.Password!.Reveal());

    [Fact]
    public void The_buffers_of_embedded_databases_are_a_setting() =>
        Assert.Equal(512, Connect(("CONTABYX_DUCKDB_MB", "512")).EmbeddedMegabytes);

    [Theory]
    [InlineData("redshift://db.example/books", "redshift://new@db.example:5439/books")]
    [InlineData("redshift://old@db.example:1/books?ssl=require", "redshift://new@db.example:1/books?ssl=require")]
    public void A_credentials_user_stands_for_the_addresses(string address, string full) => Assert.Equal(
        full, Connect(("CONTABYX_WAREHOUSE", address), ("CONTABYX_WAREHOUSE_USER", "new"), ("CONTABYX_BUCKET", "s3://books/a")).Warehouse);

    [Theory]
    [InlineData("CONTABYX_READERS", "0")]
    [InlineData("CONTABYX_READERS", "many")]
    [InlineData("CONTABYX_ZERO_DATES", "Whatever")]
    [InlineData("CONTABYX_TINYINT_AS_BOOLEAN", "perhaps")]
    [InlineData("CONTABYX_TAGS", "a")]
    [InlineData("CONTABYX_ENDPOINT", "nowhere")]
    [InlineData("CONTABYX_DUCKDB_MB", "31")]
    public void A_setting_that_makes_no_sense_is_refused_by_name(string name, string value) =>
        Assert.Equal(name, Assert.Throws<SettingException>(() => Connect((name, value))).Target);

    [Fact]
    public void An_access_key_needs_its_secret() => Assert.Equal(
        "CONTABYX_SECRET_KEY", Assert.Throws<SettingException>(() => Connect(("CONTABYX_ACCESS_KEY", "a"))).Target);

    private static ContabyxConnection Connect(params (string Name, string Value)[] settings) => ConnectionSettings.Connect(
        settings.ToDictionary(setting => setting.Name, setting => setting.Value), Path.GetTempPath());

    // The only place where the data sources of this machine are looked up.
    private sealed class OdbcFile : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly string? _before = Environment.GetEnvironmentVariable("ODBCINI");

        public OdbcFile(string text)
        {
            File.WriteAllText(_folder["odbc.ini"], text);
            Environment.SetEnvironmentVariable("ODBCINI", _folder["odbc.ini"]);
        }

        public void Dispose()
        {
            Environment.SetEnvironmentVariable("ODBCINI", _before);
            _folder.Dispose();
        }
    }
}
