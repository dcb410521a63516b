using System.Globalization;
using System.Net;
using System.Text;

namespace Contabyx.Engine.Reports;

/// <summary>The pieces of HTML that a report is made of. All texts of cells are HTML already; titles are not.</summary>
internal static class ReportHtml
{
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A figure with its name above it.</summary>
    /// <param name="id">What scripts and tests find it by.</param>
    /// <param name="look"><c>main</c>, <c>good</c>, <c>bad</c>, or empty.</param>
    public static string Tile(string id, string name, string value, string look = "", string below = "") =>
        $"<div class=\"tile {look}\"><span>{Text(name)}</span><strong data-figure=\"{id}\">{Text(value)}</strong>"
        + $"<small>{Text(below)}</small></div>\n";

    /// <summary>A table in a section of its own.</summary>
    /// <param name="columns">The columns' names, and whether they have numbers.</param>
    public static string Section(
        string id, string title, IReadOnlyList<(string Name, bool IsNumber)> columns, IEnumerable<string[]> rows) =>
        $"<section><h2>{Text(title)}</h2><div class=\"scroll\">{Table(id, columns, rows)}</div></section>\n";

    /// <summary>A section that the scripts draw a chart into.</summary>
    public static string Chart(string id, string title) =>
        $"<section><h2>{Text(title)}</h2><div class=\"chart\" id=\"{id}\"></div></section>\n";

    /// <summary>A table.</summary>
    public static string Table(string id, IReadOnlyList<(string Name, bool IsNumber)> columns, IEnumerable<string[]> rows)
    {
        var text = new StringBuilder($"<table id=\"{id}\"><thead><tr>");
        foreach (var (name, isNumber) in columns)
            text.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"{(isNumber ? " class=\"number\"" : "")}>{Text(name)}</th>");
        text.Append("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            text.Append("<tr>");
            for (var i = 0; i < row.Length; i++)
            {
                var look = columns[i].IsNumber ? " class=\"number\"" : columns[i].Name.Length == 0 ? " class=\"bars\"" : "";
                text.Append(CultureInfo.InvariantCulture, $"<td{look}>{row[i]}</td>");
            }

            text.Append("</tr>\n");
        }

        return text.Append("</tbody></table>").ToString();
    }

    /// <summary>A bar as long as a value.</summary>
    /// <param name="most">The value of the longest bar.</param>
    /// <param name="look">The name of its colour.</param>
    public static string Bar(decimal value, decimal most, string look) => value <= 0 || most <= 0 ? "" : string.Create(
        CultureInfo.InvariantCulture, $"<div class=\"bar {look}\" style=\"width:{Math.Clamp(100 * value / most, 0, 100):0.#}%\"></div>");

    /// <summary>A text that is marked as bad.</summary>
    public static string Bad(string text) => $"<b class=\"bad\">{Text(text)}</b>";

    /// <summary>A text that is the last line of a table.</summary>
    public static string Sum(string text) => $"<b>{Text(text)}</b>";
}
