using Contabyx.Engine.Reports;

namespace Contabyx.Tests;

public sealed class BooksFiguresTests
{
    private static readonly ContabyxBalance Month =
        new(BalanceGrouping.Month, "2025-12", "2025-12", 5, 9_999_999_999_999.10m, 0.10m, 7m, 7m, 1m, 0);

    [Fact]
    public void A_year_is_the_exact_sum_of_its_months()
    {
        var books = Books(
            [Month with { Balance = 5m }, Month with { Key = "2026-01", Balance = 6m }, Month with { Key = "2026-02", Balance = 7m }],
            []);

        Assert.Equal(["2025", "2026"], books.Years.Select(year => year.Year));
        Assert.Equal(new YearFigures("2026", 2, 19_999_999_999_998.20m, 0.20m, 0m, 2m, 7m), books.Years[1]);
        Assert.Equal(19_999_999_999_996.00m, books.Years[1].Net);
    }

    [Fact]
    public void Creditors_and_debtors_are_told_apart_and_a_client_with_nothing_is_neither()
    {
        var books = Books(
            [Month],
            [.. Enumerable.Range(-12, 25).Select(i => Month with { By = BalanceGrouping.Client, Name = $"c{i}", Balance = i })]);

        Assert.Equal([.. Enumerable.Range(0, 10).Select(i => (decimal)(12 - i))], books.Creditors.Select(client => client.Balance));
        Assert.Equal([.. Enumerable.Range(0, 10).Select(i => (decimal)(-12 + i))], books.Debtors.Select(client => client.Balance));
    }

    [Fact]
    public void A_balance_that_is_not_the_sum_of_its_clients_is_marked()
    {
        var page = Page(Books([Month], [Month with { Balance = 3m }]));

        Assert.Contains("<b class=\"bad\">3.00</b>", page, StringComparison.Ordinal);
        Assert.Contains("+9,999,999,999,999.10", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Books_without_debtors_say_so() => Assert.Contains(
        "<table id=\"debtors\"><thead><tr><th scope=\"col\">Client</th></tr></thead><tbody>\n<tr><td>None</td>",
        Page(Books([Month], [Month with { Balance = 3m }])), StringComparison.Ordinal);

    private static string Page(BooksFigures books) => new ReportPage(new ReportOptions(ReportLanguage.En), "duckdb:/w")
        .Write(LoadHealth.Of([], [], DateTimeOffset.UnixEpoch), books);

    private static BooksFigures Books(IReadOnlyList<ContabyxBalance> months, IReadOnlyList<ContabyxBalance> clients) => new(
        new BooksBalance(
            new DateOnly(2025, 12, 1), new DateOnly(2026, 2, 28), 15, months.Sum(month => month.Income),
            months.Sum(month => month.Expenses), months.Sum(month => month.TransferIn), months.Sum(month => month.TransferOut),
            months.Sum(month => month.Fees)),
        months, [], clients);
}
