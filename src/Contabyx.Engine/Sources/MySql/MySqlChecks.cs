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
            var facts = (await connection.QueryAsync(Sql.Statement("facts"), cancellation).ConfigureAwait(false))[0];
            foreach (var check in await GrantsAsync(connection, facts, cancellation).ConfigureAwait(false))
                yield return check;
            foreach (var check in Facts(facts))
                yield return check;
        }
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
            var failed = (e.InnerException as MySqlException)?.ErrorCode switch
            {
                _ when MySqlErrors.IsOfLogin(e.InnerException) => "Login",
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
        MySqlConnection connection, string?[] facts, CancellationToken cancellation)
    {
        var rows = await connection.QueryAsync(Sql.Statement("grants"), cancellation).ConfigureAwait(false);
        var grants = new MySqlGrants(rows.Select(row => row[0]!));
        string[] missing = [.. new[] { "SELECT", "INSERT", "CREATE", "REFERENCES" }
            .Where(privilege => !grants.Allow(privilege, _address.Database))];
        return
        [
            missing.Length > 0
                ? Warning(
                    "Privileges",
                    $"The user lacks {string.Join(", ", missing)} on the whole database.",
                    "SELECT is enough to export; INSERT, DELETE, UPDATE, CREATE and REFERENCES are for New-ContabyxBatch.")
                : MySqlSession.IsOn(facts[5])
                    ? Warning(
                        "Privileges",
                        "The user may read the tables, but the server is read-only.",
                        "Replicas are: they can be exported. New-ContabyxBatch needs their primary.")
                    : Passed("Privileges", "The user may create, write and read the books."),
            MySqlSession.IsOn(facts[6])
                ? Warning(
                    "Snapshot",
                    "Only one reader can be used: innodb_read_only is on, as on the readers of Amazon Aurora, where no lock keeps "
                    + "new rows out.",
                    "Nothing need be done. Reading from the writer would be faster.")
                : grants.Allow("LOCK TABLES", _address.Database)
                    ? Passed("Snapshot", "Several readers can share one snapshot, which begins with LOCK TABLES.")
                    : Warning(
                        "Snapshot",
                        "Only one reader can be used: the user may not lock tables at the moment when a snapshot begins.",
                        "Grant LOCK TABLES on the database to export faster."),
        ];
    }

    private static IEnumerable<ContabyxCheck> Facts(string?[] facts)
    {
        yield return MySqlSession.IsOn(facts[0])
            ? Passed("LocalInfile", "Batches are written with LOAD DATA LOCAL.")
            : Warning(
                "LocalInfile",
                "local_infile is off: batches are written with INSERT, which can take twice as long.",
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
