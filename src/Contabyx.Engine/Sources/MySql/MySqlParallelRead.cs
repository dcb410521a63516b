using System.Runtime.ExceptionServices;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Rows;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>Reads a table with several connections of one snapshot, one range of keys at a time.</summary>
internal sealed class MySqlParallelRead : IDisposable
{
    private const long WaitingBytes = 16 << 20;

    private readonly ServerAddress _address;
    private readonly MySqlTable _table;
    private readonly ZeroDatePolicy _zeroDates;
    private readonly MySqlPieces _pieces;
    private readonly OrderedBlocks _blocks;
    private readonly Lock _running = new();
    private readonly HashSet<MySqlCommand> _commands = [];
    private readonly Thread[] _readers;
    private readonly CancellationTokenSource _stop = new();
    private bool _stopped;

    /// <summary>Starts reading.</summary>
    /// <param name="connections">The connections; at most one per piece is used.</param>
    /// <param name="pieces">What is read.</param>
    /// <param name="zeroDates">How to handle dates that are not in the calendar.</param>
    public MySqlParallelRead(
        ServerAddress address,
        IEnumerable<MySqlConnection> connections,
        MySqlTable table,
        MySqlPieces pieces,
        ZeroDatePolicy zeroDates)
    {
        _address = address;
        _table = table;
        _zeroDates = zeroDates;
        _pieces = pieces;
        _blocks = new OrderedBlocks(pieces.Keys.Count, WaitingBytes);
        _readers =
        [
            .. connections.Take(pieces.Keys.Count).Select(connection =>
                new Thread(() => Work(connection)) { IsBackground = true, Name = $"Reads {table.Schema.Name}" }),
        ];
        foreach (var reader in _readers)
            reader.Start();
    }

    /// <summary>The rows in the order of the pieces. The same block is returned again after it was used.</summary>
    /// <exception cref="ValueRefusedException">No rule can carry a value.</exception>
    /// <exception cref="SourceException">The server failed.</exception>
    public IEnumerable<RowBlock> Read(CancellationToken cancellation)
    {
        using var registration = cancellation.Register(_blocks.Stop);
        long rows = 0;
        RowBlock? block = null;
        while ((block = Take(block, rows)) is not null)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return block;
            rows += block.Count;
        }

        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Stops the statements that still run, and waits until their connections are free again.</summary>
    public void Dispose()
    {
        _blocks.Stop();
        _stop.Cancel();
        lock (_running)
        {
            _stopped = true;
            foreach (var command in _commands)
                command.Cancel();
        }

        foreach (var reader in _readers)
            reader.Join();
        _stop.Dispose();
    }

    private RowBlock? Take(RowBlock? before, long rows)
    {
        try
        {
            return _blocks.Take(before);
        }
        catch (UnreadableValueException e)
        {
            throw new ValueRefusedException(
                _table.Schema.Name, _table.Columns[e.Column].Name, rows + e.Row + 1, e.Key,
                System.Text.Encoding.UTF8.GetBytes(e.Text), e.Message);
        }
        catch (Exception e) when (MySqlErrors.IsServers(e))
        {
            throw MySqlErrors.Source(_address, e, $"Nothing of {_table.Schema.Name} was exported.");
        }
    }

    private void Work(MySqlConnection connection)
    {
        var blocks = new MySqlBlocks(_table, _zeroDates);
        using var command = connection.CreateCommand();
        for (var piece = _blocks.Claim(); piece is { } number; piece = _blocks.Claim())
        {
            ExceptionDispatchInfo? failure = null;
            try
            {
                if (ReadPiece(command, blocks, number))
                    RefuseWarningsAsync(connection).GetAwaiter().GetResult(); // The thread is this reader's own: it may wait.
            }
            catch (Exception e)
            {
                // An exception that leaves a thread would end the process; the consumer throws it instead.
                failure = ExceptionDispatchInfo.Capture(e);
            }

            _blocks.End(number, failure);
        }
    }

    // If the server reported a warning, the table is refused, and no file keeps the value.
    private async Task RefuseWarningsAsync(MySqlConnection connection)
    {
        var warning = await MySqlWarnings.ReadAsync(connection, _stop.Token).ConfigureAwait(false);
        if (warning is not null)
            throw await MySqlLostValue.ExplainAsync(connection, _table, warning, _stop.Token).ConfigureAwait(false);
    }

    // Whether all of it was read.
    private bool ReadPiece(MySqlCommand command, MySqlBlocks blocks, long number)
    {
        Prepare(command, blocks, _pieces.Keys[(int)number]);
        if (!Begin(command))
            return false;
        MySqlDataReader? reader = null;
        var whole = false;
        try
        {
            reader = command.ExecuteReader();
            whole = PassOn(reader, blocks, number);
            return whole;
        }
        finally
        {
            lock (_running)
                _commands.Remove(command);
            Close(command, reader, whole);
        }
    }

    // Closing a reader reads the rest of its result, which may be millions of rows.
    private static void Close(MySqlCommand command, MySqlDataReader? reader, bool whole)
    {
        if (whole)
        {
            reader?.Dispose();
            return;
        }

        try
        {
            command.Cancel();
            reader?.Dispose();
        }
        catch (Exception e) when (MySqlErrors.IsServers(e))
        {
            // The failure that ended the reading is already on its way to the consumer; this one only follows from it.
        }
    }

    private bool PassOn(MySqlDataReader reader, MySqlBlocks blocks, long number)
    {
        while (true)
        {
            var block = _blocks.Reuse() ?? new RowBlock(_table.Schema);
            long bytes;
            try
            {
                bytes = blocks.Fill(reader, block);
            }
            catch (UnreadableValueException e) when (block.Count > 0)
            {
                // The rows before it are passed on, so that its row number is known.
                _blocks.Add(number, block, bytes: 1);
                throw new UnreadableValueException(e.Text, e.Message) { Column = e.Column, Key = e.Key };
            }

            if (bytes == 0)
                return true;
            if (!_blocks.Add(number, block, bytes))
                return false;
        }
    }

    private bool Begin(MySqlCommand command)
    {
        lock (_running)
            return !_stopped && _commands.Add(command);
    }

    private void Prepare(MySqlCommand command, MySqlBlocks blocks, KeyRange? piece)
    {
        if (command.CommandText.Length == 0)
        {
            command.CommandText = blocks.Statement(piece is not null, _pieces.Filter);
            command.CommandTimeout = 0;
            if (piece is not null)
            {
                command.Parameters.Add("@first", MySqlDbType.Int64);
                command.Parameters.Add("@last", MySqlDbType.Int64);
            }

            if (_pieces.Filter?.Since is { } since)
                command.Parameters.AddWithValue("@since", MySqlExpressions.BoundText(since));
            command.Prepare();
        }

        if (piece is not { } range)
            return;
        command.Parameters[0].Value = range.First;
        command.Parameters[1].Value = range.Last;
    }
}
