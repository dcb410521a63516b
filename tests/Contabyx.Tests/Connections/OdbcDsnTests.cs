using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Tests;

public sealed class OdbcDsnTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("[Redshift]\nHost=h.example\nPort=5440\nDatabase=dev\nUID=a b\nPWD=marked", "redshift://a%20b@h.example:5440/dev")]
    [InlineData("[other]\nHost=no\n; comment\n[ REDSHIFT ]\nserver = h\ndb = d\n[next]\nPort=1", "redshift://h:5439/d")]
    public void A_data_source_names_host_port_database_and_user(string ini, string address) => Assert.Equal(address, Read(ini));

    [Theory]
    [InlineData("[Other]\nHost=h", "no ODBC data source 'Redshift'")]
    [InlineData("[Redshift]\nDatabase=d", "has no Host")]
    [InlineData("[Redshift]\nHost=h", "has no Database")]
    public void A_data_source_that_is_missing_or_lacks_something_is_named(string ini, string reason) =>
        Assert.Contains(reason, Assert.Throws<SettingException>(() => Read(ini)).Message, StringComparison.Ordinal);

    private string Read(string ini)
    {
        File.WriteAllText(_folder["odbc.ini"], ini);
        return OdbcDsn.Read("Redshift", [_folder["none.ini"], _folder["odbc.ini"]]);
    }
}
