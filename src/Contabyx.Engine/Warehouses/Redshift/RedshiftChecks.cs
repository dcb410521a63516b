using System.Globalization;
using System.Runtime.CompilerServices;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>Checks whether Amazon Redshift can be used, and says what to do if it cannot.</summary>
/// <param name="settings">How it is used.</param>
/// <param name="words">How names are written.</param>
/// <param name="catalog">The queries.</param>
/// <param name="rights">What the user may do, asked on a session of its own.</param>
/// <param name="probe">Tries a COPY.</param>
/// <param name="open">Opens a session.</param>
internal sealed class RedshiftChecks(
    ServerAddress address,
    WarehouseSettings settings,
    RedshiftWords words,
    SqlFile catalog,
    RedshiftRights rights,
    RedshiftProbe probe,
    Func<CancellationToken, Task<RedshiftSession>> open)
{
    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(1);

    /// <summary>Runs the checks. A password is tried only once.</summary>
    public async IAsyncEnumerable<ContabyxCheck> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var (session, failure) = await OpenAsync(cancellation).ConfigureAwait(false);
        if (session is null)
        {
            yield return failure!;
            foreach (var check in (string[])["Network", "Server", "Clock", "Privileges", "Temp", "Role"])
                yield return Check(check, CheckOutcome.Skipped, "The warehouse cannot be reached.");
            yield break;
        }

        await using (session)
        {
            yield return Check("Login", CheckOutcome.Passed, $"{session.User} may log in to {address.Database}.");
            yield return Network();
            var facts = (await session.QueryAsync(catalog.Statement("session"), cancellation).ConfigureAwait(false))[0];
            yield return await ServerAsync(session, facts[0] ?? "", cancellation).ConfigureAwait(false);
            yield return Clock(facts[3]!);
            yield return await PrivilegesAsync(session, cancellation).ConfigureAwait(false);
            await foreach (var check in probe.RunAsync(session, cancellation).ConfigureAwait(false))
                yield return check;
        }
    }

    private async Task<(RedshiftSession? Session, ContabyxCheck? Failure)> OpenAsync(CancellationToken cancellation)
    {
        try
        {
            return (await open(cancellation).ConfigureAwait(false), null);
        }
        catch (ContabyxException e)
        {
            return (null, Check("Login", CheckOutcome.Failed, e.Message, e.Advice));
        }
    }

    private ContabyxCheck Network() => address.Security switch
    {
        TransportSecurity.VerifyFull =>
            Check("Network", CheckOutcome.Passed, "The connection is encrypted, and the server's name is verified."),
        _ when address.IsLoopback => Check("Network", CheckOutcome.Passed, "The server runs on this machine."),
        _ => Check(
            "Network", CheckOutcome.Warning, $"The connection to {address.Host} is not fully verified.",
            "Remove ?ssl= from the address, or name the certificate authority with ?ssl-root=PATH."),
    };

    private async Task<ContabyxCheck> ServerAsync(RedshiftSession session, string version, CancellationToken cancellation)
    {
        if (!version.Contains("Redshift", StringComparison.OrdinalIgnoreCase))
        {
            return Check(
                "Server", CheckOutcome.Failed, $"This is not Amazon Redshift: {version}.", "Check the host and the port of the address.");
        }

        try
        {
            var slices = await session.QueryAsync(catalog.Statement("slices"), cancellation).ConfigureAwait(false);
            return Check("Server", CheckOutcome.Passed, $"This is a provisioned cluster with {slices[0][0]} slices.");
        }
        catch (WarehouseException)
        {
            // Only single-zone provisioned clusters have STV_SLICES.
            return Check(
                "Server", CheckOutcome.Passed,
                "This is Redshift Serverless or a cluster in several Availability Zones; tables are cut into "
                    + $"{RedshiftWarehouse.ServerlessSlices} parts.");
        }
    }

    private static ContabyxCheck Clock(string text)
    {
        var theirs = DateTime.ParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        var skew = (DateTime.UtcNow - theirs).Duration();
        return skew <= LargestSkew
            ? Check("Clock", CheckOutcome.Passed,
                FormattableString.Invariant($"This machine's clock differs from the server's by {skew.TotalSeconds:N0} s."))
            : Check(
                "Clock", CheckOutcome.Warning,
                FormattableString.Invariant($"This machine's clock differs from the server's by {skew.TotalMinutes:N0} minutes."),
                "Synchronize the clock (NTP): it decides the order of runs.");
    }

    private async Task<ContabyxCheck> PrivilegesAsync(RedshiftSession session, CancellationToken cancellation)
    {
        try
        {
            var query = catalog.Statement("privileges", ("schema", words.Literal(RedshiftWords.Fold(settings.Schema))));
            var row = (await session.QueryAsync(query, cancellation).ConfigureAwait(false))[0];
            var missing = ((string?[])["CREATE", "USAGE"]).Where((_, i) => row[i] is not ("t" or "true" or "1")).ToList();
            if (missing.Count > 0)
            {
                return Check(
                    "Privileges", CheckOutcome.Warning, $"{session.User} lacks {string.Join(", ", missing)}.",
                    $"Grant the user {string.Join(", ", missing)}, or let an administrator create the tables with sql/redshift.sql.");
            }

            return await rights.MayLockAsync(cancellation).ConfigureAwait(false)
                ? Check("Privileges", CheckOutcome.Passed, $"{session.User} may create tables in {settings.Schema}.")
                : Check(
                    "Privileges", CheckOutcome.Warning,
                        $"{session.User} may not lock the load history: neither UPDATE nor DELETE is granted.",
                    RedshiftRights.GrantLock(settings.Schema, session.User));
        }
        catch (ContabyxException e)
        {
            return Check("Privileges", CheckOutcome.Failed, e.Message,
                $"Create the schema {settings.Schema} with Initialize-Contabyx -Target Warehouse, or name another: -Schema.");
        }
    }

    private static ContabyxCheck Check(string check, CheckOutcome outcome, string detail, string? advice = null) =>
        new(ContabyxTarget.Warehouse, check, outcome, detail, advice);
}
