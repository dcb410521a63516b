using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Contabyx.Engine.LocalFiles;
using Contabyx.Engine.Waits;
using DuckDB.NET.Data;

namespace Contabyx.Engine.DuckDb;

/// <summary>
/// A DuckDB file. Only one process at a time can open it (duckdb.org, "Concurrency"), so a connection waits until other
/// processes have closed it. If this user may only read the file, or if its folder cannot be written to, it is opened for
/// reading only.
/// </summary>
internal sealed class DuckDbDatabase
{
    /// <summary>How long a connection waits for another process by default.</summary>
    public static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly DuckDbSettings _settings;
    private readonly IProgress<string>? _notes;
    private bool _isReadOnly;

    /// <summary>Creates the description of a file; nothing is opened yet.</summary>
    /// <param name="path">The file's full path. Its folder is created when it is first opened.</param>
    /// <param name="settings">How the database is run.</param>
    /// <param name="notes">Receives a note when another process makes it wait; NULL if nobody listens.</param>
    public DuckDbDatabase(string path, DuckDbSettings settings, IProgress<string>? notes = null)
    {
        _notes = notes;
        Path = path;
        _settings = settings;
        Wide = new WideTables(settings);
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>Provides memory for tables with many columns.</summary>
    public WideTables Wide { get; }

    /// <summary>Whether the file exists. Opening a connection creates it.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>The address: <c>duckdb:</c> and the path.</summary>
    public string Address => "duckdb:" + Path;

    /// <summary>Opens a connection.</summary>
    /// <param name="cancellation">Stops the waiting.</param>
    /// <exception cref="BusyException">Another process still has the file open after a minute.</exception>
    /// <exception cref="AddressException">The file cannot be opened as a database.</exception>
    public async Task<DuckDBConnection> ConnectAsync(CancellationToken cancellation)
    {
        PrivateFiles.CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
        var isNew = !File.Exists(Path);
        var clock = Stopwatch.StartNew();
        using var notice = WaitNotice.Begin(_notes, $"{Path}, which another process has open");
        while (true)
        {
            var connection = new DuckDBConnection(ConnectionString());
            try
            {
                connection.Open();
                Configure(connection);
                if (isNew)
                    PrivateFiles.Close(Path);
                return connection;
            }
            catch (DuckDBException e) when (IsLocked(e))
            {
                connection.Dispose();
                if (clock.Elapsed > DefaultWait)
                    throw new BusyException(Path, clock.Elapsed, e);
                await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            }
            catch (DuckDBException e) when (!_isReadOnly && Exists && IsDenied(e))
            {
                connection.Dispose();
                _isReadOnly = true;
            }
            catch (DuckDBException e)
            {
                connection.Dispose();
                throw new AddressException(
                    Address, e.Message, "Give the path of a DuckDB file or of a new file.", e);
            }
        }
    }

    private string ConnectionString()
    {
        var options = new DbConnectionStringBuilder
        {
            ["Data Source"] = Path,
            ["memory_limit"] = string.Create(CultureInfo.InvariantCulture, $"{_settings.MemoryMegabytes}MB"),
            ["threads"] = _settings.Threads,
        };
        if (_isReadOnly)
        {
            options["access_mode"] = "READ_ONLY";
            options["temp_directory"] = System.IO.Path.GetTempPath();
        }

        return options.ConnectionString;
    }

    // Freed memory goes back to the system at once, so that memory does not depend on what was done before.
    private void Configure(IDbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            $"SET preserve_insertion_order = {(_settings.PreserveOrder ? "true" : "false")}; SET TimeZone = 'UTC'; " +
            "SET allocator_flush_threshold = '1MB'; SET allocator_bulk_deallocation_flush_threshold = '1MB'";
        command.ExecuteNonQuery();
    }

    private static bool IsDenied(DuckDBException e) =>
        e.Message.Contains("Permission denied", StringComparison.OrdinalIgnoreCase) ||
        e.Message.Contains("Read-only file system", StringComparison.OrdinalIgnoreCase) ||
        e.Message.Contains("Access is denied", StringComparison.OrdinalIgnoreCase);

    private static bool IsLocked(DuckDBException e) =>
        e.Message.Contains("Could not set lock", StringComparison.OrdinalIgnoreCase) ||
        e.Message.Contains("being used by another process", StringComparison.OrdinalIgnoreCase);
}
