namespace Contabyx.Engine;

/// <summary>
/// Makes source, bucket and warehouse ready: what <c>Initialize-Contabyx</c> does. What is there already stays as it
/// is.
/// </summary>
public sealed class SetupStage : IAsyncDisposable
{
    private readonly ISource _source;
    private readonly IBucket _bucket;
    private readonly IWarehouse _warehouse;

    /// <summary>Begins the stage.</summary>
    /// <param name="connection">Where the parts are.</param>
    public SetupStage(ContabyxConnection connection)
    {
        _source = Addresses.OpenSource(connection);
        _bucket = Addresses.OpenBucket(connection);
        _warehouse = Addresses.OpenWarehouse(connection);
    }

    /// <summary>What would be done for a part. Nothing is changed.</summary>
    /// <param name="target">The part.</param>
    public ContabyxSetup Plan(ContabyxTarget target) => target switch
    {
        ContabyxTarget.Source => new(target, _source.Address, _source.InitializeStatements),
        ContabyxTarget.Bucket => new(target, _bucket.Address, []),
        _ => new(target, _warehouse.Address, _warehouse.InitializeStatements(BooksSchema.Tables)),
    };

    /// <summary>Makes a part ready.</summary>
    /// <param name="target">The part.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task ApplyAsync(ContabyxTarget target, CancellationToken cancellation) => target switch
    {
        ContabyxTarget.Source => _source.InitializeAsync(cancellation),
        ContabyxTarget.Bucket => _bucket.InitializeAsync(cancellation),
        _ => _warehouse.InitializeAsync(BooksSchema.Tables, cancellation),
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        await _bucket.DisposeAsync().ConfigureAwait(false);
        await _warehouse.DisposeAsync().ConfigureAwait(false);
    }
}
