using System.Text;

namespace Contabyx;

/// <summary>A table in a plan for review, as text: names on the left, figures on the right, totals with a label.</summary>
/// <param name="titles">The titles of the columns; those of figures begin with <c>&gt;</c>.</param>
public sealed class PlanTable(params string[] titles)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="cells">One text for each column.</param>
    public PlanTable Add(params string[] cells)
    {
        _rows.Add([.. titles.Select((_, i) => Printable.Line(cells[i]))]);
        return this;
    }

    /// <summary>The lines, each as wide as its longest cells need.</summary>
    public override string ToString()
    {
        string[][] lines = [[.. titles.Select(title => title.TrimStart('>'))], .. _rows];
        var widths = titles.Select((_, i) => lines.Max(line => line[i].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            var cells = line.Select((cell, i) => titles[i].StartsWith('>') ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        return text.ToString(0, text.Length - 1);
    }
}
