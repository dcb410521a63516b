using System.Text;
using Contabyx.Engine.Sources.MySql;
using MySqlConnector;

namespace Contabyx.Engine.Books.MySql;

/// <summary>Sends the rows of a table as INSERTs of many rows, each as large as a packet allows.</summary>
/// <param name="packetBytes">The server's <c>max_allowed_packet</c>.</param>
internal sealed class MySqlInserts(MySqlConnection connection, TableSchema table, long packetBytes)
{
    private const int MostBytes = 1 << 20;

    private readonly StringBuilder _sql = new();
    private readonly int _limit = (int)Math.Min(packetBytes / 2, MostBytes);
    private readonly string _head =
        $"INSERT INTO {MySqlName.Quote(table.Name)} "
        + $"({string.Join(", ", table.Columns.Select(column => MySqlName.Quote(column.Name)))}) VALUES ";
    private long _sent;
    private long _inserted;

    /// <summary>Sends all rows of the table.</summary>
    /// <param name="pump">Where their text comes from.</param>
    /// <returns>How many rows were inserted.</returns>
    /// <exception cref="SourceException">Fewer were inserted than were sent.</exception>
    public async Task<long> WriteAsync(LoadDataPump pump, CancellationToken cancellation)
    {
        while (await pump.TakeAsync(table).ConfigureAwait(false) is { } page)
        {
            var text = Encoding.UTF8.GetString(page.Text.Span);
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                // Counted in UTF-16, of which each unit takes three bytes of UTF-8 at most.
                if (_sql.Length > 0 && (_sql.Length + (2 * line.Length)) * 3L > _limit * 2L)
                    await SendAsync(cancellation).ConfigureAwait(false);
                AddRow(line);
            }

            pump.Return(page);
        }

        await SendAsync(cancellation).ConfigureAwait(false);
        return _inserted == _sent
            ? _inserted
            : throw new SourceException(
                connection.DataSource,
                $"{table.Name} accepted {_inserted} of the {_sent} rows that were sent.",
                "The batch was rolled back. Run the same command again.");
    }

    // But for the quote, a field of the text is written as it would be inside a literal ("String Literals", MySQL 8.0
    // Reference Manual), so that tabs and line feeds only ever stand between fields and rows.
    private void AddRow(string line)
    {
        _sql.Append(_sql.Length == 0 ? _head : ",").Append('(');
        var fields = line.Split('\t');
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
                _sql.Append(',');
            if (fields[i] == @"\N")
                _sql.Append("NULL");
            else
                _sql.Append('\'').Append(fields[i].Replace("'", "''", StringComparison.Ordinal)).Append('\'');
        }

        _sql.Append(')');
        _sent++;
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        if (_sql.Length == 0)
            return;
        _inserted += await connection.RunAsync(_sql.ToString(), cancellation).ConfigureAwait(false);
        _sql.Clear();
    }
}
