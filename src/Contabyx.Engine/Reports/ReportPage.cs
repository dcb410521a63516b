using System.Text;
using System.Text.Json;

namespace Contabyx.Engine.Reports;

/// <summary>
/// Writes a report as one self-contained page of HTML. All numbers are in its tables, so that it can
/// also be read without scripts; the scripts only draw charts.
/// </summary>
/// <param name="options">How it is written.</param>
/// <param name="warehouse">The warehouse's address.</param>
internal sealed class ReportPage(ReportOptions options, string warehouse)
{
    private readonly ReportWords _words = new(options.Language);

    /// <summary>The page's text.</summary>
    /// <param name="loads">How the loads went.</param>
    /// <param name="books">The books; NULL if the warehouse has none.</param>
    public string Write(LoadHealth loads, BooksFigures? books)
    {
        var ofLoads = new LoadSections(_words);
        var ofBooks = new BooksSections(_words);
        var data = new ReportData(
            _words["lang"],
            _words.Months,
            [_words["day"], _words["month"], _words["year"]],
            ofLoads.Days(loads),
            books is null ? null : ofBooks.ByMonth(books),
            books is null ? null : ofBooks.ByYear(books));
        return Fill(Asset("report.html"), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["lang"] = _words["lang"],
            ["css"] = Asset("uPlot.min.css") + Asset("report.css"),
            ["library"] = Asset("uPlot.iife.min.js"),
            ["script"] = Asset("report.js"),

            // The default encoder escapes <, >, & and the line separators, so that no text can end the script.
            ["data"] = JsonSerializer.Serialize(data, ReportJson.Default.ReportData),
            ["title"] = ReportHtml.Text(Printable.Line(options.Company) ?? _words[books is null ? "loadsTitle" : "booksTitle"]),
            ["subtitle"] = ReportHtml.Text(books is null ? warehouse : PeriodOf(books)),
            ["books"] = books is null ? "" : ofBooks.Write(books) + $"<h1>{ReportHtml.Text(_words["loadsTitle"])}</h1>\n",
            ["loads"] = ofLoads.Write(loads),
            ["note"] = ReportHtml.Text(_words["loadsNote"]),
            ["footer"] = ReportHtml.Text($"{_words["source"]} {warehouse}, {_words.Time(loads.CreatedAt)} UTC. Contabyx."),
        });
    }

    private string PeriodOf(BooksFigures books) =>
        $"{_words.Day(books.Total.FirstDay!.Value)} {_words["until"]} {_words.Day(books.Total.LastDay!.Value)}. "
        + $"{_words["amountsIn"]} {options.Currency}.";

    private static string Asset(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report/" + name)
            ?? throw new InvalidOperationException($"There is no embedded file '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    // Each slot is filled once, from left to right: what fills one is never searched for others.
    private static string Fill(string template, Dictionary<string, string> parts)
    {
        var page = new StringBuilder();
        var rest = template.AsSpan();
        for (var open = rest.IndexOf("{{"); open >= 0; open = rest.IndexOf("{{"))
        {
            var close = rest.IndexOf("}}");
            page.Append(rest[..open]).Append(parts[rest[(open + 2)..close].ToString()]);
            rest = rest[(close + 2)..];
        }

        return page.Append(rest).ToString();
    }
}
