using System.Runtime.ExceptionServices;

namespace Contabyx.Engine;

/// <summary>
/// Fills the blocks of a batch on worker threads ahead of their consumer, who gets them in order. A ring of slots bounds how far
/// ahead: block n is filled into slot n % size once block n - size was given back. Disposing stops and joins the workers.
/// </summary>
internal sealed class BlockReadAhead : IDisposable
{
    private const int SlotsPerThread = 2;

    private readonly BlockSequence _blocks;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _cancellation;
    private readonly Slot[] _slots;
    private readonly Thread[] _workers;
    private ExceptionDispatchInfo? _failure;
    private long _claimed;

    /// <summary>Starts the workers.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="threads">How many workers.</param>
    /// <param name="cancellation">Stops them.</param>
    public BlockReadAhead(BlockSequence blocks, int threads, CancellationToken cancellation)
    {
        _blocks = blocks;
        _cancellation = cancellation;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _slots = [.. Enumerable.Range(0, threads * SlotsPerThread).Select(_ => new Slot())];
        _workers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Work) { IsBackground = true })];
        foreach (var worker in _workers)
            worker.Start();
    }

    /// <summary>Waits for a block. They must be taken in order, from 0, and each given back.</summary>
    /// <exception cref="OperationCanceledException">The cancellation was asked for.</exception>
    public RowBlock Take(long number)
    {
        var slot = SlotOf(number);
        try
        {
            slot.Filled.Wait(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            _failure?.Throw();
            _cancellation.ThrowIfCancellationRequested();
            throw;
        }

        return slot.Block!;
    }

    /// <summary>Gives a block back, to be filled again.</summary>
    public void Return(long number) => SlotOf(number).Free.Release();

    /// <summary>Stops the workers and waits until they have ended.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        foreach (var worker in _workers)
            worker.Join();
        foreach (var slot in _slots)
            slot.Dispose();
        _stop.Dispose();
    }

    private Slot SlotOf(long number) => _slots[number % _slots.Length];

    private void Work()
    {
        try
        {
            for (var number = Claim(); number < _blocks.Count; number = Claim())
            {
                var slot = SlotOf(number);
                slot.Free.Wait(_stop.Token);
                slot.Block = _blocks.Fill(number, slot.Block);
                slot.Filled.Release();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The consumer has left, or knows by the same token.
        }
        catch (Exception failure)
        {
            // An exception that leaves a thread would end the process; the consumer throws it instead.
            _failure = ExceptionDispatchInfo.Capture(failure);
            _stop.Cancel();
        }
    }

    private long Claim() => Interlocked.Increment(ref _claimed) - 1;

    private sealed class Slot : IDisposable
    {
        public SemaphoreSlim Free { get; } = new(1);

        public SemaphoreSlim Filled { get; } = new(0);

        public RowBlock? Block { get; set; }

        public void Dispose()
        {
            Free.Dispose();
            Filled.Dispose();
        }
    }
}
