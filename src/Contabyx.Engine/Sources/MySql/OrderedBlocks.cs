using System.Runtime.ExceptionServices;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>
/// Blocks that several readers fill, piece by piece, and one consumer takes in the order of the pieces. How much may
/// wait is limited in bytes; only the readers of later pieces ever wait for the reader of the first.
/// </summary>
/// <param name="pieces">How many pieces there are.</param>
/// <param name="limit">Bytes that may wait.</param>
internal sealed class OrderedBlocks(long pieces, long limit)
{
    private readonly Lock _claim = new();
    private readonly object _gate = new();
    private readonly Dictionary<long, Queue<Item>> _waiting = [];
    private readonly Stack<RowBlock> _free = new();
    private long _claimed;
    private long _first;
    private long _bytes;
    private long _bytesOfFirst;
    private bool _stopped;

    /// <summary>Returns the next piece for a reader.</summary>
    /// <returns>The piece's number; NULL when there are no more.</returns>
    public long? Claim()
    {
        lock (_claim)
            return _claimed < pieces && !_stopped ? _claimed++ : null;
    }

    /// <summary>A block that is no longer needed; NULL when there is none.</summary>
    public RowBlock? Reuse()
    {
        lock (_gate)
            return _free.TryPop(out var block) ? block : null;
    }

    /// <summary>Adds a block to a piece, after waiting for room.</summary>
    /// <param name="bytes">Bytes that it takes.</param>
    /// <returns>False when no more blocks are wanted.</returns>
    public bool Add(long piece, RowBlock block, long bytes) => Add(piece, new Item(block, bytes, null));

    /// <summary>Ends a piece.</summary>
    /// <param name="failure">Why the piece is incomplete; NULL when it is complete.</param>
    public void End(long piece, ExceptionDispatchInfo? failure) => Add(piece, new Item(null, 0, failure));

    /// <summary>Waits for the next block; the previous one is no longer needed.</summary>
    /// <param name="before">The block that was taken last; NULL for none.</param>
    /// <returns>The block; NULL at the end.</returns>
    /// <remarks>An exception that stopped a reader is thrown where its rows would have come.</remarks>
    public RowBlock? Take(RowBlock? before)
    {
        lock (_gate)
        {
            if (before is not null)
                _free.Push(before);
            while (_first < pieces)
            {
                if (!_waiting.TryGetValue(_first, out var queue) || !queue.TryDequeue(out var item))
                {
                    if (_stopped)
                        return null;
                    Monitor.Wait(_gate);
                    continue;
                }

                _bytes -= item.Bytes;
                _bytesOfFirst -= item.Bytes;
                if (item.Block is null)
                    Advance();
                Monitor.PulseAll(_gate);
                item.Failure?.Throw();
                if (item.Block is not null)
                    return item.Block;
            }
        }

        return null;
    }

    /// <summary>Ends all waits.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Advance()
    {
        _waiting.Remove(_first++);
        _bytesOfFirst = _waiting.TryGetValue(_first, out var queue) ? queue.Sum(item => item.Bytes) : 0;
    }

    // Half of the room is reserved for the first piece, whatever the others hold, so that it always makes progress.
    private bool Add(long piece, Item item)
    {
        lock (_gate)
        {
            while (!_stopped && item.Bytes > 0 && !HasRoom(piece))
                Monitor.Wait(_gate);
            if (_stopped)
                return false;
            if (!_waiting.TryGetValue(piece, out var queue))
                _waiting.Add(piece, queue = new Queue<Item>());
            queue.Enqueue(item);
            _bytes += item.Bytes;
            if (piece == _first)
                _bytesOfFirst += item.Bytes;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    private bool HasRoom(long piece) => piece == _first ? _bytesOfFirst < limit / 2 : _bytes < limit;

    private readonly record struct Item(RowBlock? Block, long Bytes, ExceptionDispatchInfo? Failure);
}
