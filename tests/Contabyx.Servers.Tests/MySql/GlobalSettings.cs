namespace Contabyx.ServerTests;

/// <summary>Tests that use or change settings of a whole server; one at a time for each server.</summary>
internal static class GlobalSettings
{
    public const string OfMySql = "Settings of MySQL";
    public const string OfMariaDb = "Settings of MariaDB";
}
