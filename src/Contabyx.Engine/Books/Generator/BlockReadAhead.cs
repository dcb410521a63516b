using System.Runtime.ExceptionServices;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Generator;

/// <summary>
/// Fills the blocks of a batch on threads of its own, ahead of the consumer, which gets them in order. A ring of places
/// limits how far ahead they work. Disposing stops and joins the threads.
/// </summary>
internal sealed class BlockReadAhead : IDisposable
{
    private const int PlacesPerThread = 2;

    private readonly Func<long, RowBlock?, RowBlock> _fill;
    private readonly long _count;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _cancellation;
    private readonly SemaphoreSlim _free;
    private readonly Place[] _places;
    private readonly Thread[] _threads;
    private ExceptionDispatchInfo? _failure;
    private long _claimed;

    /// <summary>Starts the threads.</summary>
    /// <param name="fill">
    /// Fills the block of a given number, reusing a block that is no longer needed if it fits.
    /// </param>
    /// <param name="count">How many blocks there are.</param>
    /// <param name="threads">How many there are.</param>
    /// <param name="cancellation">Stops them.</param>
    public BlockReadAhead(
        Func<long, RowBlock?, RowBlock> fill, long count, int threads, CancellationToken cancellation)
    {
        _fill = fill;
        _count = count;
        _cancellation = cancellation;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _free = new SemaphoreSlim(threads * PlacesPerThread);
        _places = [.. Enumerable.Range(0, threads * PlacesPerThread).Select(_ => new Place())];
        _threads = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Work) { IsBackground = true })];
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>Waits for a block. They must be taken in order, from 0, and each given back.</summary>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    /// <remarks>When a thread failed, its exception is thrown.</remarks>
    public RowBlock Take(long number)
    {
        var place = PlaceOf(number);
        try
        {
            place.Filled.Wait(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            _failure?.Throw();
            _cancellation.ThrowIfCancellationRequested();
            throw;
        }

        return place.Block!;
    }

    /// <summary>Returns the block that was taken last, so that it can be filled again.</summary>
    public void Return() => _free.Release();

    /// <summary>Stops the threads and waits until they have ended.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        foreach (var thread in _threads)
            thread.Join();
        foreach (var place in _places)
            place.Dispose();
        _free.Dispose();
        _stop.Dispose();
    }

    private Place PlaceOf(long number) => _places[number % _places.Length];

    private void Work()
    {
        try
        {
            for (var number = ClaimFree(); number < _count; number = ClaimFree())
            {
                var place = PlaceOf(number);
                place.Block = _fill(number, place.Block);
                place.Filled.Release();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The consumer has left, or knows because of the same token.
        }
        catch (Exception failure)
        {
            // An exception that leaves a thread would end the process; the consumer throws it instead.
            _failure = ExceptionDispatchInfo.Capture(failure);
            _stop.Cancel();
        }
    }

    // Wait first, then claim: blocks are given back in order, so whoever claims block n has waited for the return of
    // block n - size, and its place is free. The other way round, block n + size could take the place of a thread that
    // has claimed n but not begun.
    private long ClaimFree()
    {
        _free.Wait(_stop.Token);
        return Interlocked.Increment(ref _claimed) - 1;
    }

    private sealed class Place : IDisposable
    {
        public SemaphoreSlim Filled { get; } = new(0);

        public RowBlock? Block { get; set; }

        public void Dispose() => Filled.Dispose();
    }
}
