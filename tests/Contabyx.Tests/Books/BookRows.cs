using System.Globalization;
using System.Text;
using Contabyx.Engine.Books;
using Contabyx.Engine.Books.Generator;
using Contabyx.Engine.Rows;

namespace Contabyx.Tests;

/// <summary>Reads generated rows into forms that tests compare.</summary>
internal static class BookRows
{
    public static BooksState Books(long seed = 1, int roundsPerDay = 100, DateOnly? start = null) =>
        new(BooksRules.DataVersion, seed, start ?? BooksRules.DefaultStartDay, roundsPerDay, 0);

    public static BatchRows Of(BooksState books, int firstDay, int days, int threads = 1) =>
        new("test:", books, books.StartDay.AddDays(firstDay), days, threads);

    /// <summary>Per table, each row as a line of its raw values: <c>id|value|value</c>.</summary>
    public static Dictionary<string, List<string>> ReadLines(this IBatchRows rows)
    {
        var lines = BooksSchema.Tables.ToDictionary(table => table.Name, _ => new List<string>());
        foreach (var block in rows.Read(TestContext.Current.CancellationToken))
            lines[block.Table.Name].AddRange(Lines(block));
        return lines;
    }

    /// <summary>Each row of a block as a line of its raw values.</summary>
    public static IEnumerable<string> Lines(RowBlock block) => Enumerable.Range(0, block.Count)
        .Select(row => string.Join('|', block.Columns.Select(column => Show(column, row))));

    /// <summary>Per table, each row as its raw numbers; text and NULL as -1.</summary>
    public static Dictionary<string, List<long[]>> ReadNumbers(this IBatchRows rows)
    {
        var numbers = BooksSchema.Tables.ToDictionary(table => table.Name, _ => new List<long[]>());
        foreach (var block in rows.Read(TestContext.Current.CancellationToken))
        {
            for (var row = 0; row < block.Count; row++)
                numbers[block.Table.Name].Add([.. block.Columns.Select(c => c.Longs.Length > 0 ? c.Longs[row] : -1)]);
        }

        return numbers;
    }

    /// <summary>All tables as one text: the table's name, then its rows, each on a line that ends with \n.</summary>
    public static string Canonical(Dictionary<string, List<string>> lines) =>
        string.Concat(lines.Select(table => $"{table.Key}\n{string.Concat(table.Value.Select(line => line + "\n"))}"));

    private static string Show(ColumnVector column, int row)
    {
        if (column.HasNulls && column.Nulls[row])
            return "NULL";
        return column.Type.Storage == ColumnStorage.Bytes
            ? Encoding.UTF8.GetString(column.GetBytes(row))
            : column.Longs[row].ToString(CultureInfo.InvariantCulture);
    }
}
