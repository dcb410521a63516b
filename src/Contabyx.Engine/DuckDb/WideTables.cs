using System.Globalization;
using Contabyx.Engine.Connections.Settings;
using DuckDB.NET.Data;

namespace Contabyx.Engine.DuckDb;

/// <summary>
/// Provides memory for tables with many columns. DuckDB keeps a vector of 2,048 values, and while it writes a segment,
/// for each column and each thread: 1,000 columns of texts on four threads need 1 GB, however few rows there are. So
/// the wider a table, the fewer threads; and if one thread is too much for the usual memory, as much more as the
/// columns need, unless the user has said how much it may be.
/// </summary>
internal sealed class WideTables
{
    // Measured with 1,000 columns of texts: 200 MB suffice to load them with one thread, and 128 MB do not.
    private const double MegabytesPerColumn = 0.25;
    private const int Base = 32;

    private readonly Lock _gate = new();
    private readonly bool _isSet;
    private int _megabytes;
    private int _threads;

    /// <summary>Begins with what the database was opened with.</summary>
    public WideTables(DuckDbSettings settings) =>
        (_megabytes, _threads, _isSet) = (settings.MemoryMegabytes, settings.Threads, settings.IsMemorySet);

    /// <summary>
    /// Provides memory for the statements of a table. Statements that run at the same time keep theirs: memory is never taken
    /// back, and threads are never added again, until the database is closed.
    /// </summary>
    /// <param name="connection">An open connection to the database.</param>
    public void ReserveMemory(DuckDBConnection connection, TableSchema table)
    {
        var need = table.Columns.Count * MegabytesPerColumn;
        lock (_gate)
        {
            var threads = Math.Clamp((int)((_megabytes - Base) / need), 1, _threads);
            var megabytes = _isSet ? _megabytes : Math.Max(_megabytes, Base + (int)(need * threads));
            if ((threads, megabytes) == (_threads, _megabytes))
                return;
            (_threads, _megabytes) = (threads, megabytes);
            connection.Run(
                string.Create(CultureInfo.InvariantCulture, $"SET threads = {threads}; SET memory_limit = '{megabytes}MB'"),
                CancellationToken.None);
        }
    }

    /// <summary>The message for a table for which the memory was not enough.</summary>
    public string Reason(TableSchema table) => string.Create(
        CultureInfo.InvariantCulture,
        $"the table {table.Name}, with {table.Columns.Count} columns, needs more than "
            + $"the {_megabytes} MB of memory that the embedded database may use.");

    /// <summary>What to do about it.</summary>
    public string Advice => string.Create(
        CultureInfo.InvariantCulture,
        $"Allow more with the setting {SettingNames.EmbeddedMegabytes}, such as "
            + $"{SettingNames.EmbeddedMegabytes}={_megabytes * 4}, or process fewer tables in parallel.");
}
