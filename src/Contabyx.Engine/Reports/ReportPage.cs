using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Contabyx.Engine.Reports;

/// <summary>
/// Writes a report as one self-contained page of HTML. All numbers are in its tables, so that it can
/// also be read without scripts; the scripts only draw charts.
/// </summary>
internal sealed class ReportPage(ReportLanguage language)
{
    private readonly ReportWords _words = new(language);

    /// <summary>The page's text.</summary>
    /// <param name="figures">What it shows.</param>
    public string Write(ReportFigures figures)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["css"] = Asset("uPlot.min.css") + Asset("report.css"),
            ["library"] = Asset("uPlot.iife.min.js"),
            ["script"] = Asset("report.js"),
            ["data"] = Data(figures),
            ["period"] = Html($"{_words.Day(figures.Total.FirstDay!.Value)} {_words["until"]} {_words.Day(figures.Total.LastDay!.Value)}"),
            ["tiles"] = Tiles(figures),
            ["flowTable"] = MonthTable(figures),
            ["types"] = TypeTable(figures.Types),
            ["clients"] = ClientTable(figures.Clients),
            ["loadTiles"] = LoadTiles(figures.Loads),
            ["runs"] = RunTable(figures.Loads.Runs),
            ["footer"] = Html($"{_words["source"]} {figures.Warehouse}, {_words.Time(figures.CreatedAt)} UTC. Contabyx."),
        };
        foreach (var name in ReportWords.Names)
            parts["word." + name] = Html(_words[name]);
        return Fill(Asset("report.html"), parts);
    }

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

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    // The default encoder escapes <, >, & and the line separators, so that no text can end the script.
    private string Data(ReportFigures figures) => JsonSerializer.Serialize(
        new ReportData(
            _words["lang"],
            [.. figures.Months.Select(month =>
                DateTimeOffset.Parse(month.Key + "-01T00:00:00Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds())],
            [.. figures.Months.Select(Inflow)],
            [.. figures.Months.Select(Outflow)],
            [.. figures.Months.Select(month => month.Balance)],
            [.. figures.Months.Select(month => month.Fees)],
            new ReportLabels(_words["month"], _words["income"], _words["expenses"], _words["balance"], _words["taxes"], _words.Months)),
        ReportJson.Default.ReportData);

    private static decimal Inflow(ContabyxBalance line) => line.Income + line.TransferIn;

    private static decimal Outflow(ContabyxBalance line) => line.Expenses + line.TransferOut;

    private string Tiles(ReportFigures figures)
    {
        var total = figures.Total;
        return Tile("balance", _words.Money(total.Balance), "main")
            + Tile("income", _words.Money(total.Income + total.TransferIn))
            + Tile("expenses", _words.Money(total.Expenses + total.TransferOut))
            + Tile("taxes", _words.Money(total.Fees))
            + Tile("transactions", _words.Count(total.Transactions), "", $"{_words.Count(figures.ClientCount)} {_words["clients"]}");
    }

    private string LoadTiles(LoadHealth loads) =>
        Tile("rows", _words.Count(loads.Rows))
        + Tile("proven", $"{_words.Count(loads.Proven)} {_words["of"]} {_words.Count(loads.Tables)}", loads.Proven == loads.Tables
            ? "good" : "")
        + Tile("failed", _words.Count(loads.Failures), loads.Failures > 0 ? "bad" : "good")
        + Tile("rate", loads.RowsPerSecond is { } rate ? _words.Count((long)rate) : "–")
        + Tile("size", _words.Size(loads.Bytes));

    private string Tile(string name, string value, string look = "", string below = "") =>
        $"<div class=\"tile {look}\"><span>{Html(_words[name])}</span><strong "
            + $"data-figure=\"{name}\">{Html(value)}</strong><small>{Html(below)}</small></div>\n";

    private string MonthTable(ReportFigures figures) => Table(
        "months",
        [(_words["month"], false), (_words["income"], true), (_words["expenses"], true),
            (_words["taxes"], true), (_words["balance"], true)],
        figures.Months.Select(month => new[]
        {
            Html(_words.Month(month.Key)), Html(_words.Money(Inflow(month))),
            Html(_words.Money(Outflow(month))), Html(_words.Money(month.Fees)),
            Html(_words.Money(month.Balance)),
        }));

    private string TypeTable(IReadOnlyList<ContabyxBalance> types)
    {
        var most = types.Select(type => Inflow(type) + Outflow(type)).DefaultIfEmpty(1).Max();
        return Table(
            "types",
            [(_words["type"], false), ("", false), (_words["amount"], true), (_words["transactions"], true), (_words["taxes"], true)],
            types.Select(type => new[]
            {
                Html(_words.Type(type.Name)), Bar(Inflow(type) + Outflow(type), most, Inflow(type) > 0 ? "in" : "out"),
                Html(_words.Money(Inflow(type) + Outflow(type))), Html(_words.Count(type.Transactions)), Html(_words.Money(type.Fees)),
            }));
    }

    private string ClientTable(IReadOnlyList<ContabyxBalance> clients)
    {
        var most = clients.Select(client => client.Balance).DefaultIfEmpty(1).Max();
        return Table(
            "clients",
            [(_words["client"], false), ("", false), (_words["balance"], true)],
            clients.Select(client => new[]
            {
                Html(client.Name), Bar(client.Balance, most, "in"), Html(_words.Money(client.Balance)),
            }));
    }

    private string RunTable(IReadOnlyList<RunHealth> runs) => Table(
        "runs",
        [
            (_words["run"], false), (_words["loadedAt"], false),
            (_words["tables"], true), (_words["failed"], true), (_words["proven"], true),
            (_words["rows"], true), (_words["size"], true),
        ],
        runs.Select(run => new[]
        {
            $"<code>{Html(run.Run)}</code>", Html(run.LoadedAt is { } time ? _words.Time(time) : "–"), Html(_words.Count(run.Loaded)),
            run.Failed > 0 ? $"<b class=\"bad\">{Html(_words.Count(run.Failed))}</b>" : "0", Html(_words.Count(run.Proven)),
            Html(_words.Count(run.Rows)), Html(_words.Size(run.Bytes)),
        }));

    private static string Bar(decimal value, decimal most, string look) => value <= 0 ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"<div class=\"bar {look}\" style=\"width:{(most > 0 ? Math.Clamp(100 * value / most, 0, 100) : 0):0.#}%\"></div>");

    private static string Table(string id, IReadOnlyList<(string Name, bool Number)> columns, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder($"<table id=\"{id}\"><thead><tr>");
        foreach (var (name, number) in columns)
            text.Append($"<th scope=\"col\"{(number ? " class=\"number\"" : "")}>{Html(name)}</th>");
        text.Append("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            text.Append("<tr>");
            for (var i = 0; i < row.Length; i++)
                text.Append(
                    $"<td{(columns[i].Number ? " class=\"number\"" : columns[i].Name.Length == 0 ? " class=\"bars\"" : "")}>{row[i]}</td>");
            text.Append("</tr>\n");
        }

        return text.Append("</tbody></table>").ToString();
    }
}
