using System.Runtime.CompilerServices;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Load;

/// <summary>Reads the errors next to failed files: what <c>Get-ContabyxLoadError</c> does.</summary>
/// <param name="connection">Where the bucket is.</param>
public sealed class LoadErrors(ContabyxConnection connection) : IAsyncDisposable
{
    private readonly IBucket _bucket = Addresses.OpenBucket(connection);

    /// <summary>Reads the errors of runs, the oldest first.</summary>
    /// <param name="wanted">Whether a run is wanted.</param>
    /// <exception cref="DamagedFileException">A document of errors cannot be used.</exception>
    public async IAsyncEnumerable<ContabyxLoadError> ReadAsync(
        Func<string, bool> wanted, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var letters = new DeadLetters(_bucket);
        var keys = new List<string>();
        await foreach (var item in _bucket.ListAsync(BucketLayout.Error, cancellation).ConfigureAwait(false))
        {
            var names = item.Key.Split('/');
            if (names is [_, _, BucketLayout.ErrorsName] or [_, _, _, BucketLayout.ErrorsName] && wanted(names[1]))
                keys.Add(item.Key);
        }

        foreach (var key in keys)
        {
            if (await letters.ReadAsync(key, cancellation).ConfigureAwait(false) is not { } document)
                continue;
            foreach (var error in document.Errors)
                yield return error;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bucket.DisposeAsync();
}
