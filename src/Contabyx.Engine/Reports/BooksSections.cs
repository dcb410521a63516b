using System.Globalization;

namespace Contabyx.Engine.Reports;

/// <summary>Writes what a report says about the books, for whoever keeps them.</summary>
internal sealed class BooksSections(ReportWords words)
{
    /// <summary>The sections, the most important first.</summary>
    public string Write(BooksFigures books) => string.Concat(
        $"<section class=\"tiles\">{Tiles(books)}</section>\n",
        ReportHtml.Chart("flow", words["flow"]),
        $"<div class=\"pair\">{Explanation(books)}{ReportHtml.Chart("over", words["over"])}</div>\n",
        Years(books.Years),
        $"<div class=\"pair\">{Clients("creditors", books.Creditors, books.Clients.Where(client => client.Balance > 0))}"
            + $"{Clients("debtors", books.Debtors, books.Clients.Where(client => client.Balance < 0))}</div>\n",
        Types(books.Types),
        $"<section><details><summary>{ReportHtml.Text(words["months"])}</summary>"
            + $"<div class=\"scroll\">{Months(books.Months)}</div></details></section>\n",
        $"<p class=\"note\">{ReportHtml.Text(words["booksNote"])}</p>\n");

    /// <summary>What the charts show, by month.</summary>
    public ChartData ByMonth(BooksFigures books) => Series(
        books.Months.Select(month => (
            SecondsOf(month.Key + "-01"), month.Income, month.Expenses, month.Balance)));

    /// <summary>What the charts show, by year.</summary>
    public ChartData ByYear(BooksFigures books) => Series(
        books.Years.Select(year => (SecondsOf(year.Year + "-01-01"), year.Income, year.Expenses, year.Balance)));

    private ChartData Series(IEnumerable<(long Time, decimal Income, decimal Expenses, decimal Balance)> points)
    {
        var all = points.ToList();
        return new ChartData(
            [.. all.Select(point => point.Time)],
            [
                new ChartSeries(words["income"], "in", [.. all.Select(point => point.Income)]),
                new ChartSeries(words["expenses"], "out", [.. all.Select(point => point.Expenses)]),
                new ChartSeries(words["balance"], "balance", [.. all.Select(point => point.Balance)]),
            ]);
    }

    private static long SecondsOf(string day) =>
        DateTimeOffset.Parse(day + "T00:00:00Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();

    private string Tiles(BooksFigures books) => string.Concat(
        Tile("balance", books.Total.Balance, "main"),
        Tile("income", books.Total.Income),
        Tile("expenses", -books.Total.Expenses),
        Tile("taxes", -books.Total.Fees),
        ReportHtml.Tile(
            "transactions", words["transactions"], words.Count(books.Total.Transactions), "",
            $"{words.Count(books.Clients.Count)} {words["clients"]}"));

    private string Tile(string name, decimal amount, string look = "") => ReportHtml.Tile(name, words[name], words.Money(amount), look);

    private string Explanation(BooksFigures books) => ReportHtml.Section(
        "explained",
        words["explained"],
        [(words["item"], false), (words["amount"], true)],
        [
            [ReportHtml.Text(words["income"]), Signed(books.Total.Income)],
            [ReportHtml.Text(words["expenses"]), Signed(-books.Total.Expenses)],
            [ReportHtml.Text(words["taxes"]), Signed(-books.Total.Fees)],
            [ReportHtml.Text(words["transfersIn"]), Signed(books.Total.TransferIn)],
            [ReportHtml.Text(words["transfersOut"]), Signed(-books.Total.TransferOut)],
            [ReportHtml.Sum(words["balance"]), ReportHtml.Sum(words.Money(books.Total.Balance))],
            [ReportHtml.Text(words["clientSum"]), Agreed(books.Clients.Sum(client => client.Balance), books.Total.Balance)],
        ]);

    private string Agreed(decimal sum, decimal wanted) => sum == wanted ? Money(sum) : ReportHtml.Bad(words.Money(sum));

    private string Years(IReadOnlyList<YearFigures> years) => ReportHtml.Section(
        "years",
        words["years"],
        [
            (words["year"], false), (words["income"], true), (words["expenses"], true), (words["taxes"], true), (words["transfers"], true),
            (words["change"], true), (words["net"], true), (words["balance"], true),
        ],
        years.Select((year, i) => new[]
        {
            Name(year), Money(year.Income), Money(-year.Expenses), Money(-year.Fees), Money(year.TransferNet),
            Change(i == 0 ? null : years[i - 1], year), Money(year.Net), Money(year.Balance),
        }).Append(
        [
            ReportHtml.Sum(words["total"]), SumOf(years.Sum(year => year.Income)), SumOf(-years.Sum(year => year.Expenses)),
            SumOf(-years.Sum(year => year.Fees)), SumOf(years.Sum(year => year.TransferNet)), "", SumOf(years.Sum(year => year.Net)),
            SumOf(years[^1].Balance),
        ]));

    // Half a year is not worse than a whole one.
    private string Change(YearFigures? before, YearFigures year) =>
        before?.Months == year.Months ? Signed(year.Net - before.Net) : "";

    private string Name(YearFigures year) => ReportHtml.Text(
        year.Months == 12 ? year.Year : $"{year.Year} ({words.Count(year.Months)} {words[year.Months == 1 ? "oneMonth" : "someMonths"]})");

    private string Months(IReadOnlyList<ContabyxBalance> months) => ReportHtml.Table(
        "months",
        [
            (words["month"], false), (words["income"], true), (words["expenses"], true), (words["taxes"], true), (words["transfers"], true),
            (words["net"], true), (words["balance"], true),
        ],
        months.Select(month => new[]
        {
            ReportHtml.Text(words.Month(month.Key)), Money(month.Income), Money(-month.Expenses), Money(-month.Fees),
            Money(month.TransferIn - month.TransferOut), Money(month.Net), Money(month.Balance),
        }));

    private string Types(IReadOnlyList<ContabyxBalance> types)
    {
        var most = types.Select(type => type.Income + type.Expenses).DefaultIfEmpty().Max();
        return ReportHtml.Section(
            "types",
            words["byType"],
            [(words["type"], false), ("", false), (words["amount"], true), (words["taxes"], true), (words["transactions"], true)],
            types.OrderByDescending(type => type.Income - type.Expenses).Select(type => new[]
            {
                ReportHtml.Text(words.Type(type.Name)), ReportHtml.Bar(type.Income + type.Expenses, most, type.Income > 0 ? "in" : "out"),
                Signed(type.Income - type.Expenses), Money(-type.Fees), ReportHtml.Text(words.Count(type.Transactions)),
            }).Append(
            [
                ReportHtml.Sum(words["total"]), "", SumOf(types.Sum(type => type.Income - type.Expenses)),
                SumOf(-types.Sum(type => type.Fees)), ReportHtml.Sum(words.Count(types.Sum(type => type.Transactions))),
            ]));
    }

    private string Clients(string name, IReadOnlyList<ContabyxBalance> shown, IEnumerable<ContabyxBalance> all)
    {
        var (count, sum) = all.Aggregate((Count: 0, Sum: 0m), (before, client) => (before.Count + 1, before.Sum + client.Balance));
        if (count == 0)
            return ReportHtml.Section(name, words[name], [(words["client"], false)], [[ReportHtml.Text(words["nobody"])]]);
        var most = Math.Abs(shown[0].Balance);
        return ReportHtml.Section(
            name,
            words[name],
            [(words["client"], false), ("", false), (words["balance"], true)],
            shown.Select(client => new[]
            {
                ReportHtml.Text(Printable.Line(client.Name)),
                ReportHtml.Bar(Math.Abs(client.Balance), most, client.Balance > 0 ? "in" : "out"),
                Money(client.Balance),
            }).Append(
            [
                ReportHtml.Sum(string.Format(CultureInfo.InvariantCulture, words["allOf"], words.Count(count))), "", SumOf(sum),
            ]));
    }

    private string Money(decimal amount) => ReportHtml.Text(words.Money(amount));

    private string Signed(decimal amount) => ReportHtml.Text(words.Signed(amount));

    private string SumOf(decimal amount) => ReportHtml.Sum(words.Money(amount));
}
