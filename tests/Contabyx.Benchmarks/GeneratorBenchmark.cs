using Contabyx.Engine.Books;
using Contabyx.Engine.Books.Generator;
using Contabyx.Engine.Files.Checks;
using Contabyx.Engine.Files.Csv;
using Contabyx.Engine.Rows;

namespace Contabyx.Benchmarks;

/// <summary>
/// The generator alone: all eight tables' rows, counted, checked and written as CSV to nowhere, by one thread.
/// </summary>
internal static class GeneratorBenchmark
{
    private const double WantedRowsPerSecond = 5e6;

    public static double Run(int days, int repeats)
    {
        WriteAll(days); // Warms up.
        var rows = 0L;
        var times = new List<double>();
        for (var i = 0; i < repeats; i++)
            times.Add(Report.Milliseconds(() => rows = WriteAll(days)));
        var median = Report.Median(times);
        var rate = rows / median * 1000;
        Console.WriteLine($"Generator to CSV bytes, one thread: {rows:N0} rows in {median:0} ms");
        Console.WriteLine(
            $"    {rate / 1e6:0.0} million rows/s (at least {WantedRowsPerSecond / 1e6:0} wanted): "
            + (rate >= WantedRowsPerSecond ? "reached" : "missed"));
        Console.WriteLine();
        return median;
    }

    private static long WriteAll(int days)
    {
        var books = new BooksState(
            BooksRules.DataVersion, 1, BooksRules.DefaultStartDay, BooksRules.DefaultRoundsPerDay, Days: 0);
        var writers = new Dictionary<TableSchema, NullWriter>(ReferenceEqualityComparer.Instance);
        foreach (var block in new BatchRows("benchmark", books, books.StartDay, days, 1).Read(CancellationToken.None))
        {
            if (!writers.TryGetValue(block.Table, out var writer))
                writers.Add(block.Table, writer = new NullWriter(block.Table));
            writer.Write(block);
        }

        return writers.Values.Sum(writer => writer.Complete());
    }

    private sealed class NullWriter(TableSchema table)
    {
        private readonly TableCheck _check = new(table, NullMarkers.Default);
        private readonly TextPage _page = new(1 << 20);
        private CsvPageFiller? _filler;
        private long _rows;

        public void Write(RowBlock block)
        {
            _filler ??= new CsvPageFiller(_check, table, NullMarkers.Default, 1 << 20);
            _check.Check(block, _rows);
            for (var row = 0; row < block.Count;)
            {
                row = _filler.Fill(_page, block, row, _rows);
                if (_page.IsFull)
                    Flush();
            }

            _rows += block.Count;
        }

        public long Complete()
        {
            Flush();
            return _rows;
        }

        private void Flush()
        {
            Stream.Null.Write(_page.Text.Span);
            _page.Clear();
        }
    }
}
