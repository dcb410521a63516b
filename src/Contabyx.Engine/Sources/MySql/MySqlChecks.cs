using System.Globalization;
using System.Runtime.CompilerServices;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Sql;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>Checks whether a MySQL server can be a source, for <c>Test-ContabyxConnection</c>.</summary>
/// <param name="connections">The server.</param>
internal sealed class MySqlChecks(MySqlConnections connections)
{
    private const double MostSkew = 60;
    private const long SmallPacket = 4 << 20;
    private static readonly SqlFile Sql = SqlFile.Load("mysql/session.sql");

    private readonly ServerAddress _address = connections.Address;

    /// <summary>Runs the checks, one by one.</summary>
    /// <param name="cancellation">Stops them.</param>
    public async IAsyncEnumerable<ContabyxCheck> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var (connection, failures) = await ConnectAsync(cancellation).ConfigureAwait(false);
        foreach (var failure in failures)
            yield return failure;
        if (connection is null)
            yield break;
        await using (connection.ConfigureAwait(false))
        {
            yield return await TlsAsync(connection, cancellation).ConfigureAwait(false);
            foreach (var check in await GrantsAsync(connection, cancellation).ConfigureAwait(false))
                yield return check;
            var facts = (await connection.QueryAsync(Sql.Statement("facts"), cancellation).ConfigureAwait(false))[0];
            foreach (var check in Facts(facts))
                yield return check;
        }
    }

    /// <summary>What the lines of SHOW GRANTS allow.</summary>
    /// <param name="grants">The lines.</param>
    /// <param name="privilege">A privilege, such as <c>SELECT</c>.</param>
    /// <param name="database">A database; <c>*</c> for the whole server.</param>
    /// <remarks>
    /// INFORMATION_SCHEMA.USER_PRIVILEGES is not used, because some hosted servers omit what a role grants.
    /// </remarks>
    internal static bool Allows(IEnumerable<string> grants, string privilege, string database) =>
        grants.Any(grant =>
            (grant.Contains(" ON *.* ", StringComparison.OrdinalIgnoreCase)
                || (database != "*" && grant.Replace("\\_", "_", StringComparison.Ordinal)
                    .Contains($" ON {MySqlName.Quote(database)}.* ", StringComparison.OrdinalIgnoreCase)))
            && (grant.StartsWith("GRANT ALL PRIVILEGES ON", StringComparison.OrdinalIgnoreCase)
                || Privileges(grant).Contains(privilege, StringComparer.OrdinalIgnoreCase)));

    private static string[] Privileges(string grant)
    {
        var end = grant.IndexOf(" ON ", StringComparison.OrdinalIgnoreCase);
        return end < 0 ? [] : grant["GRANT ".Length..end].Split(',', StringSplitOptions.TrimEntries);
    }

    private async Task<(MySqlConnection? Connection, List<ContabyxCheck> Checks)> ConnectAsync(
        CancellationToken cancellation)
    {
        var checks = new List<ContabyxCheck>();
        try
        {
            var connection = await connections.OpenAsync(cancellation).ConfigureAwait(false);
            checks.Add(Passed("Reachable", $"{connection.ServerVersion} answers at {_address.Host}:{_address.Port}."));
            checks.Add(Passed("Login", $"'{_address.User}' may log in."));
            checks.Add(Passed("Database", $"The database '{_address.Database}' exists."));
            return (connection, checks);
        }
        catch (ConnectionException e)
        {
            var code = (e.InnerException as MySqlException)?.ErrorCode;
            var failed = code switch
            {
                MySqlErrorCode.AccessDenied => "Login",
                MySqlErrorCode.UnknownDatabase or MySqlErrorCode.DatabaseAccessDenied => "Database",
                _ => "Reachable",
            };
            if (failed != "Reachable")
                checks.Add(Passed("Reachable", $"A server answers at {_address.Host}:{_address.Port}."));
            if (failed == "Database")
                checks.Add(Passed("Login", $"'{_address.User}' may log in."));
            checks.Add(new(ContabyxTarget.Source, failed, CheckOutcome.Failed, e.Message, e.Advice));
            string[] later = ["Tls", "Privileges", "Snapshot", "LocalInfile", "Packet", "ZeroDates", "Clock"];
            checks.AddRange(later.Select(check =>
                new ContabyxCheck(ContabyxTarget.Source, check, CheckOutcome.Skipped, $"Not checked, because the check {failed} failed.")));
            return (null, checks);
        }
    }

    private async Task<ContabyxCheck> TlsAsync(MySqlConnection connection, CancellationToken cancellation)
    {
        var rows = await connection.QueryAsync(Sql.Statement("cipher"), cancellation).ConfigureAwait(false);
        var cipher = rows.Count > 0 ? rows[0][1] : "";
        if (!string.IsNullOrEmpty(cipher))
            return Passed("Tls", $"The connection is encrypted with {cipher}.");
        return _address.IsLoopback
            ? Passed("Tls", "The connection is not encrypted, but it does not leave this machine.")
            : Warning(
                "Tls", "The connection is not encrypted.", "Set up TLS on the server, and remove ssl from the address.");
    }

    private async Task<IReadOnlyList<ContabyxCheck>> GrantsAsync(
        MySqlConnection connection, CancellationToken cancellation)
    {
        var rows = await connection.QueryAsync(Sql.Statement("grants"), cancellation).ConfigureAwait(false);
        string[] grants = [.. rows.Select(row => row[0]!)];
        string[] missing = [.. new[] { "SELECT", "INSERT", "CREATE", "REFERENCES" }
            .Where(privilege => !Allows(grants, privilege, _address.Database))];
        var flush = Allows(grants, "RELOAD", "*");
        var locks = Allows(grants, "LOCK TABLES", _address.Database);
        return
        [
            missing.Length == 0
                ? Passed("Privileges", "The user may create, write and read the books.")
                : Warning(
                    "Privileges",
                    $"The user lacks {string.Join(", ", missing)} on the whole database.",
                    "SELECT is enough to export; INSERT, DELETE, UPDATE, CREATE and REFERENCES are for New-ContabyxBatch."),
            flush || locks
                ? Passed(
                    "Snapshot",
                    $"Several readers can share one snapshot, which begins with {(flush ? "FLUSH TABLES WITH READ LOCK" : "LOCK TABLES")}.")
                : Warning(
                    "Snapshot",
                    "Only one reader can be used: the user may not lock tables at the moment when a snapshot begins.",
                    "Grant RELOAD on *.*, or LOCK TABLES on the database, to export faster."),
        ];
    }

    private static IEnumerable<ContabyxCheck> Facts(string?[] facts)
    {
        yield return facts[0] is "1" or "ON"
            ? Passed("LocalInfile", "Batches are written with LOAD DATA LOCAL.")
            : Warning(
                "LocalInfile",
                "local_infile is off: batches are written with INSERT, which takes several times as long.",
                "Turn it on with SET GLOBAL local_infile = ON, or leave it off: exports do not need it.");
        var packet = long.Parse(facts[1]!, CultureInfo.InvariantCulture);
        yield return packet >= SmallPacket
            ? Passed("Packet", $"max_allowed_packet is {packet} bytes.")
            : Warning(
                "Packet",
                $"max_allowed_packet is {packet} bytes, less than the {SmallPacket} bytes that a row of a file can have.",
                "Raise max_allowed_packet on the server if rows are that long.");
        yield return facts[2]!.Contains("NO_ZERO_DATE", StringComparison.Ordinal)
            ? Passed("ZeroDates", "The server's SQL mode does not allow zero dates.")
            : Warning(
                "ZeroDates",
                "The server's SQL mode allows dates such as 0000-00-00, which no warehouse can store.",
                "A table with such dates is refused, unless -ZeroDate or CONTABYX_ZERO_DATES turns them into NULL or 0001-01-01.");
        var time = DateTime.ParseExact(facts[3]!, "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        var skew = (time - DateTime.UtcNow).TotalSeconds;
        yield return Math.Abs(skew) <= MostSkew
            ? Passed("Clock", $"The clocks agree; the server's time zone is {facts[4]}, and sessions use UTC.")
            : Warning(
                "Clock",
                string.Create(CultureInfo.InvariantCulture, $"The server's clock differs by {skew:0} s."),
                "Synchronize the clocks of both machines (NTP).");
    }

    private static ContabyxCheck Passed(string check, string detail) =>
        new(ContabyxTarget.Source, check, CheckOutcome.Passed, detail);

    private static ContabyxCheck Warning(string check, string detail, string advice) =>
        new(ContabyxTarget.Source, check, CheckOutcome.Warning, detail, advice);
}
