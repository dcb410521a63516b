using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Rows;
using Contabyx.Engine.Sources;
using Contabyx.Engine.Sync;

namespace Contabyx.Tests;

/// <summary>Which rows of the source are read again when parts of a table differ.</summary>
public sealed class BucketRowsTests
{
    private const int Keys = 4000;

    private static readonly TableSchema Table = new("Things", [new ColumnSchema("id", ColumnType.Of(ColumnKind.Int64))], ["id"]);

    [Theory]
    [InlineData(1000, 1200, 2, 500, 500)] // Few ranges: exactly these.
    [InlineData(0, 1200, 2, 512, 1200)] // Many, all in one region: no more than that region.
    [InlineData(0, Keys, 2, 1, Keys)] // Many, all over the table: all of it, once.
    public void All_wanted_rows_are_read_and_little_else(int first, int last, int step, int mostRanges, int mostRead)
    {
        var wanted = Enumerable.Range(first, last - first).Where(number => number % step == 0).ToList();
        var snapshot = new Numbers();

        var rows = new BucketRows(Table, new KeyBuckets(Keys, 0, 1), BucketList.Of(wanted))
            .Read(snapshot, TestContext.Current.CancellationToken)
            .SelectMany(block => block.Columns[0].Longs.AsSpan(0, block.Count).ToArray()).ToList();

        Assert.Equal(wanted.Select(number => (long)number), rows);
        Assert.InRange(snapshot.Ranges, 1, mostRanges);
        Assert.InRange(snapshot.Rows, wanted.Count, mostRead);
    }

    private sealed class Numbers : ISnapshot
    {
        public int Ranges { get; private set; }

        public int Rows { get; private set; }

        public SnapshotLevel Level => SnapshotLevel.Consistent;

        public string? LevelReason => null;

        public Task<long?> CountAsync(TableSchema table, RowFilter? filter, CancellationToken cancellation) => Task.FromResult<long?>(Keys);

        public Task<KeyRange?> SpanAsync(TableSchema table, CancellationToken cancellation) =>
            Task.FromResult<KeyRange?>(new KeyRange(0, Keys - 1));

        public IEnumerable<RowBlock> Read(TableSchema table, RowFilter? filter, CancellationToken cancellation)
        {
            foreach (var range in filter?.Ranges ?? [new KeyRange(0, Keys - 1)])
            {
                var block = new RowBlock(table, Keys);
                for (var key = range.First; key <= range.Last; key++)
                    block.Columns[0].Longs[block.Count++] = key;
                (Ranges, Rows) = (Ranges + 1, Rows + block.Count);
                yield return block;
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
