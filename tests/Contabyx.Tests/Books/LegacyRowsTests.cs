using System.Text;
using Contabyx.Engine.Books;
using Contabyx.Engine.Books.Generator;

namespace Contabyx.Tests;

/// <summary>Legacy entries with faults on purpose.</summary>
public sealed class LegacyRowsTests
{
    private static readonly BooksState Books = new(BooksRules.DataVersion, 1, BooksRules.DefaultStartDay, 100, 0);
    private static readonly FaultPlan Plan = new(FaultKinds.All, 0.01);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(30, 3)]
    public void Entries_and_key_are_the_same_for_any_split_and_any_number_of_threads(int batchDays, int threads)
    {
        var (expected, key) = Read(Plan, 30, 1);

        var (found, foundKey) = Read(Plan, batchDays, threads);

        Assert.Equal(30 * 400, expected.Count);
        Assert.Equal(expected, found);
        Assert.Equal(key, foundKey);
    }

    [Fact]
    public void The_key_is_what_differs_from_entries_without_faults()
    {
        var (good, none) = Read(new FaultPlan(FaultKinds.None, 1), 30, 1);
        var (bad, key) = Read(Plan, 30, 1);

        var differing = good.Zip(bad).Where(pair => pair.First != pair.Second).Select(pair => pair.Second).ToList();

        Assert.Empty(none);
        Assert.InRange(key.Count, 80, 160);
        Assert.Equal(differing.Select(line => long.Parse(line.Split('|')[0])), key.Select(fault => fault.Key));
        Assert.All(key.Zip(differing), pair => Assert.Contains(pair.First.Value, pair.Second, StringComparison.Ordinal));
        Assert.All(key, fault => Assert.Equal(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(fault.Value)), fault.Hex));
        Assert.Equal(14, key.Select(fault => fault.Kind).Distinct().Count());
    }

    [Fact]
    public void The_books_themselves_are_the_same_with_faults_and_without()
    {
        var with = new BatchRows("source", Books, Books.StartDay, 10, 1, Plan).CountOnly(TestContext.Current.CancellationToken);
        var without = new BatchRows("source", Books, Books.StartDay, 10, 1).CountOnly(TestContext.Current.CancellationToken);

        Assert.Equal(9, with.Tables.Count);
        Assert.Equal(8, without.Tables.Count);
        Assert.Equal(
            without.Tables.Select(table => (table.Table, table.Rows, string.Join(";", table.Totals.Columns))),
            with.Tables.Take(8).Select(table => (table.Table, table.Rows, string.Join(";", table.Totals.Columns))));
    }

    private static (List<string> Entries, List<ContabyxFault> Key) Read(FaultPlan plan, int batchDays, int threads)
    {
        var (entries, key) = (new List<string>(), new List<ContabyxFault>());
        for (var day = 0; day < 30; day += batchDays)
        {
            var rows = new BatchRows("source", Books, Books.StartDay.AddDays(day), batchDays, threads, plan);
            key.AddRange(rows.Faults());
            foreach (var block in rows.Read(TestContext.Current.CancellationToken).Where(block => block.Table.Name == "LegacyEntries"))
            {
                for (var row = 0; row < block.Count; row++)
                    entries.Add(block.Columns[0].Longs[row] + "|" + string.Join(
                        "|", block.Columns.Skip(1).Select(c => Encoding.UTF8.GetString(c.GetBytes(row)))));
            }
        }

        return (entries, key);
    }
}
