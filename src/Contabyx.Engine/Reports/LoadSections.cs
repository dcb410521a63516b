using System.Globalization;

namespace Contabyx.Engine.Reports;

/// <summary>Writes what a report says about loads, of any tables.</summary>
internal sealed class LoadSections(ReportWords words)
{
    private const int MostMissing = 10;

    /// <summary>The sections, the most important first.</summary>
    public string Write(LoadHealth loads) => string.Concat(
        $"<section class=\"tiles\">{Tiles(loads)}</section>\n",
        ReportHtml.Chart("byDay", words["byDay"]),
        Missing(loads.MissingDays),
        Fresh(loads.Tables),
        Failures(loads.Failures),
        Repairs(loads.Repairs),
        Runs(loads.Runs));

    /// <summary>What the chart shows.</summary>
    public ChartData Days(LoadHealth loads) => new(
        [.. loads.Days.Select(day => new DateTimeOffset(day.Day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds())],
        [
            new ChartSeries(words["loaded"], "good", [.. loads.Days.Select(day => (decimal)day.Loaded)]),
            new ChartSeries(words["failed"], "bad", [.. loads.Days.Select(day => (decimal)day.Failed)]),
        ]);

    private string Tiles(LoadHealth loads) => string.Concat(
        Tile("lastLoad", loads.Tables.Count == 0 ? words["none"] : words.Time(loads.Tables.Max(table => table.Last.LoadedAt)), "main"),
        Tile("tables", words.Count(loads.Tables.Count)),
        Tile("rows", words.Count(loads.Rows)),
        Tile("proven", $"{words.Count(loads.Proven)} {words["of"]} {words.Count(loads.Loads)}", loads.Proven == loads.Loads ? "good" : ""),
        Tile("failed", words.Count(loads.Failed), loads.Failed > 0 ? "bad" : "good"),
        Tile("missing", words.Count(loads.MissingDays.Count)), // Not marked: some jobs run once a week.
        Tile("rate", loads.RowsPerSecond is { } rate ? words.Count((long)rate) : "–"),
        Tile("size", words.Size(loads.Bytes)));

    private string Tile(string name, string value, string look = "") => ReportHtml.Tile(name, words[name], value, look);

    // The newest first: it is the one that somebody can still do something about.
    private string Missing(IReadOnlyList<DateOnly> days)
    {
        if (days.Count == 0)
            return "";
        var shown = string.Join("; ", days.Reverse().Take(MostMissing).Select(words.Day));
        var rest = days.Count > MostMissing
            ? "; " + string.Format(CultureInfo.InvariantCulture, words["more"], words.Count(days.Count - MostMissing)) : "";
        return $"<section><h2>{ReportHtml.Text(words["missing"])}</h2><p id=\"missingDays\">{ReportHtml.Text(shown + rest)}</p>"
            + "</section>\n";
    }

    private string Fresh(IReadOnlyList<TableHealth> tables) => tables.Count == 0 ? "" : ReportHtml.Section(
        "fresh",
        words["fresh"],
        [
            (words["table"], false), (words["loadedAt"], false), (words["behind"], true), (words["failedSince"], true),
            (words["mode"], false), (words["lastRows"], true), (words["proof"], false), (words["loads"], true),
            (words["allRows"], true), (words["watermark"], false),
        ],
        tables.Select(table => new[]
        {
            Line(table.Table), Line(words.Time(table.Last.LoadedAt)), CountOrBad(table.DaysBehind), CountOrBad(table.FailedSince),
            table.Last.Mode.ToString(), Count(table.Last.Rows), table.Last.Proof.ToString(), Count(table.Loads), Count(table.Rows),
            Line(table.Last.Watermark is { } value ? $"{table.Last.WatermarkColumn} = {value}" : ""),
        }));

    private string Failures(IReadOnlyList<ContabyxLogEntry> failures) => failures.Count == 0 ? "" : ReportHtml.Section(
        "failures",
        words["failures"],
        [(words["time"], false), (words["table"], false), (words["reason"], false), (words["run"], false)],
        failures.Select(entry => new[]
        {
            Line(words.Time(entry.Time)), Line(entry.Table ?? ""), $"<span class=\"reason\">{Line(entry.Message)}</span>",
            $"<code>{Line(entry.Run ?? "")}</code>",
        }));

    private string Repairs(RepairHealth repairs) => repairs.Checks == 0 ? "" :
        $"<section><h2>{ReportHtml.Text(words["repairs"])}</h2><p id=\"repairs\">" + ReportHtml.Text(string.Format(
            CultureInfo.InvariantCulture, words["repairsText"], words.Count(repairs.Checks), words.Count(repairs.Different),
            words.Count(repairs.Rows))) + "</p></section>\n";

    private string Runs(IReadOnlyList<RunHealth> runs) => runs.Count == 0 ? "" : ReportHtml.Section(
        "runs",
        words["runs"],
        [
            (words["loadedAt"], false), (words["tables"], true), (words["failed"], true), (words["proven"], true), (words["rows"], true),
            (words["size"], true), (words["run"], false),
        ],
        runs.Select(run => new[]
        {
            Line(run.LoadedAt is { } time ? words.Time(time) : "–"), Count(run.Loaded), CountOrBad(run.Failed), Count(run.Proven),
            Count(run.Rows), ReportHtml.Text(words.Size(run.Bytes)), $"<code>{Line(run.Run)}</code>",
        }));

    private static string Line(string text) => ReportHtml.Text(Printable.Line(text));

    private string Count(long count) => ReportHtml.Text(words.Count(count));

    private string CountOrBad(long count) => count > 0 ? ReportHtml.Bad(words.Count(count)) : "0";
}
