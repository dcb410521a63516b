using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Generator;

/// <summary>
/// The rows of a batch of books: a pure function of the books and the days. However the days are split into batches, and
/// whatever the number of threads, the same rows come with the same ids in the same order.
/// </summary>
internal sealed class BatchRows : IBatchRows
{
    private readonly string _source;
    private readonly int _threads;
    private readonly FaultPlan? _faults;
    private readonly IReadOnlyList<TableSchema> _schema;
    private readonly TotalsCounter[] _counters;
    private bool _started;
    private bool _completed;

    /// <summary>Prepares the rows of some days in a row.</summary>
    /// <param name="source">The address of the source that they are for, without secrets.</param>
    /// <param name="books">The parameters of the books. The number of days already written does not matter.</param>
    /// <param name="firstDay">The first day, not before the books' start.</param>
    /// <param name="days">How many days, 1 or more; the last is before 9999-12-31, so that there is a next day.</param>
    /// <param name="threads">
    /// How many threads generate rows. With 1, the reader's own thread does; with more, that many other threads work
    /// ahead of it.
    /// </param>
    /// <param name="faults">The faults that the legacy entries have; NULL for no such entries.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The data version is unknown, the rounds per day are not 1 to 28,800, a day is not one of the books, or there are
    /// no threads.
    /// </exception>
    public BatchRows(
        string source, BooksState books, DateOnly firstDay, int days, int threads, FaultPlan? faults = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Plan = new BatchPlan(books, firstDay, days);
        _source = source;
        _threads = threads;
        _faults = faults;
        _schema = BooksSchema.TablesWith(faults);
        _counters = [.. _schema.Select(table => new TotalsCounter(table, withFingerprint: false))];
    }

    /// <summary>What the batch holds.</summary>
    public BatchPlan Plan { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">They were read before.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public IEnumerable<RowBlock> Read(CancellationToken cancellation)
    {
        if (_started)
        {
            throw new InvalidOperationException(
                $"The rows of batch '{Plan.Id}' were already read. Create a new {nameof(BatchRows)} to read them again.");
        }

        _started = true;
        return ReadCounted(cancellation);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Not all rows were read.</exception>
    public ContabyxBatch Describe()
    {
        if (!_completed)
        {
            throw new InvalidOperationException(
                $"Batch '{Plan.Id}' has no totals yet, because not all of its rows were read. Read them all first.");
        }

        return new ContabyxBatch
        {
            Id = Plan.Id,
            Source = _source,
            Seed = Plan.Books.Seed,
            FirstDay = Plan.FirstDay,
            LastDay = Plan.LastDay,
            Tables = [.. _schema.Zip(_counters, DescribeTable)],
            Written = true,
            Elapsed = TimeSpan.Zero,
        };
    }

    /// <summary>Describes the batch without using its rows: they are generated and counted, but not kept.</summary>
    /// <exception cref="InvalidOperationException">The rows were read before.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was requested.</exception>
    public ContabyxBatch CountOnly(CancellationToken cancellation)
    {
        using var blocks = Read(cancellation).GetEnumerator();
        while (blocks.MoveNext())
        {
        }

        return Describe();
    }

    /// <summary>The answer key: every fault of the batch, in the order of keys.</summary>
    public IEnumerable<ContabyxFault> Faults() => new BlockSequence(Plan, _faults).Legacy?.Faults() ?? [];

    private BatchTable DescribeTable(TableSchema table, TotalsCounter counter)
    {
        var totals = counter.Complete();
        return new BatchTable(table.Name, totals.Rows, Plan.RangeOf(table.Name), totals);
    }

    private IEnumerable<RowBlock> ReadCounted(CancellationToken cancellation)
    {
        var blocks = new BlockSequence(Plan, _faults);
        var table = 0;
        foreach (var block in _threads == 1 ? ReadHere(blocks, cancellation) : ReadAhead(blocks, cancellation))
        {
            while (!ReferenceEquals(_schema[table], block.Table))
                table++;
            _counters[table].Add(block);
            yield return block;
        }

        _completed = true;
    }

    private static IEnumerable<RowBlock> ReadHere(BlockSequence blocks, CancellationToken cancellation)
    {
        RowBlock? block = null;
        for (var number = 0L; number < blocks.Count; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return block = blocks.Fill(number, block);
        }
    }

    private IEnumerable<RowBlock> ReadAhead(BlockSequence blocks, CancellationToken cancellation)
    {
        using var ahead = new BlockReadAhead(
            blocks.Fill, blocks.Count, (int)Math.Min(_threads, blocks.Count), cancellation);
        for (var number = 0L; number < blocks.Count; number++)
        {
            yield return ahead.Take(number);
            ahead.Return();
        }
    }
}
