using System.Globalization;

namespace Contabyx.RedshiftEmulator;

/// <summary>What a client is told when it has logged in, and what its session at PostgreSQL is set to.</summary>
internal static class SessionStart
{
    /// <summary>The parameters that are reported; Redshift is 8.0.2 to its clients.</summary>
    public static void Report(
        MessageStream client, BackendConnection backend, SessionSettings settings, EmulatorOptions options)
    {
        Parameter(client, "server_version", "8.0.2");
        Parameter(client, "server_encoding", "UNICODE");
        Parameter(client, "client_encoding", "UTF8");
        Parameter(client, "DateStyle", "ISO, MDY");
        Parameter(client, "TimeZone", "UTC");
        Parameter(client, "integer_datetimes", "on");
        Parameter(client, "standard_conforming_strings", "on");
        Parameter(client, "is_superuser", settings.IsOrdinary ? "off" : "on");
        client.Write('K', backend.KeyFor(options));
    }

    /// <summary>The settings. REPEATABLE READ is the nearest to Redshift's default SNAPSHOT (c_serial_isolation).</summary>
    public static string Sql(EmulatorOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT set_config('default_transaction_isolation', 'repeatable read', false), set_config('TimeZone', 'UTC', false),
            set_config('datestyle', 'ISO, MDY', false), set_config('jit', 'off', false),
            set_config('redshift_emulator.slices', '{options.Slices}', false),
            set_config('redshift_emulator.database', {Quoted.Text(options.Database)}, false)
        """);

    /// <summary>From now on the session has the rights of its user alone.</summary>
    public static string RoleSql(SessionSettings settings) =>
        $"SET ROLE {Quoted.Name(UserRoles.Name(settings.Backend, settings.User))}";

    private static void Parameter(MessageStream client, string name, string value) =>
        client.Write('S', new MessageBody().Text(name).Text(value));
}
