namespace Contabyx.Engine.Sources.MySql;

/// <summary>Quotes names for MySQL's SQL. Values are never part of SQL text: they are sent as parameters.</summary>
internal static class MySqlName
{
    /// <summary>A quoted identifier: <c>`a``b`</c> ("Schema Object Names", MySQL 8.0 Reference Manual).</summary>
    public static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
}
