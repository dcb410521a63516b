using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Connections;

/// <summary>
/// The connection to use if none was made: a DuckDB file as the source, another as the warehouse, and a folder as the
/// bucket, all in one home folder.
/// </summary>
public static class EmbeddedTwin
{
    /// <summary>
    /// The home folder: what <see cref="SettingNames.Home"/> says, else <c>Contabyx</c> in the user's folder for local
    /// application data (<c>~/.local/share</c> on Linux).
    /// </summary>
    public static string Home =>
        Environment.GetEnvironmentVariable(SettingNames.Home) is { Length: > 0 } home
            ? Path.GetFullPath(home)
            : Path.Combine(
                Environment.GetFolderPath(
                    Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                "Contabyx");

    /// <summary>The connection to the twin in a home folder.</summary>
    /// <param name="home">The home folder's full path.</param>
    public static ContabyxConnection Connection(string home) => new()
    {
        Source = "duckdb:" + Path.Combine(home, "source.duckdb"),
        Bucket = "file:" + Path.Combine(home, "bucket"),
        Warehouse = "duckdb:" + Path.Combine(home, "warehouse.duckdb"),
        Home = home,
    };
}
