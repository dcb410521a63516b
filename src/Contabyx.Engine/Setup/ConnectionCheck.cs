using System.Runtime.CompilerServices;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Setup;

/// <summary>Checks whether every part of a connection can be used: what <c>Test-ContabyxConnection</c> does.</summary>
public sealed class ConnectionCheck(ContabyxConnection connection)
{
    /// <summary>Checks a part. Nothing is left changed.</summary>
    public async IAsyncEnumerable<ContabyxCheck> CheckAsync(
        ContabyxTarget part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (opened, missing) = TryOpen(part);
        if (opened is null)
        {
            yield return new ContabyxCheck(part, "Installed", CheckOutcome.Failed, missing!.Message, missing.Advice);
            yield break;
        }

        await using var _ = opened;
        var checks = opened switch
        {
            ISource source => source.CheckAsync(cancellation),
            IBucket bucket => bucket.CheckAsync(cancellation),
            _ => ((IWarehouse)opened).CheckAsync(cancellation),
        };
        await foreach (var check in checks.ConfigureAwait(false))
            yield return check;
    }

    private (IAsyncDisposable? Opened, TwinNotInstalledException? Missing) TryOpen(ContabyxTarget part)
    {
        try
        {
            return (Open(part), null);
        }
        catch (TwinNotInstalledException e)
        {
            return (null, e);
        }
    }

    private IAsyncDisposable Open(ContabyxTarget part) => part switch
    {
        ContabyxTarget.Source => Addresses.OpenSource(connection),
        ContabyxTarget.Bucket => Addresses.OpenBucket(connection),
        _ => Addresses.OpenWarehouse(connection),
    };
}
