namespace Contabyx.RedshiftEmulator;

/// <summary>Questions to the PostgreSQL server and their answers; notices go to the client on the way.</summary>
internal sealed class BackendDialogue(MessageStream client, BackendConnection backend, string database)
{
    private static readonly HashSet<string> Reported = new(StringComparer.Ordinal)
    {
        "client_encoding", "DateStyle", "TimeZone", "application_name",
    };

    private char _status = 'I';

    /// <summary>The server has reported an error and waits for Sync.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Between BEGIN and its end, as of the last Sync.</summary>
    public bool InTransaction => _status != 'I';

    /// <summary>Sends a message and waits for the answer of that type.</summary>
    public async Task AskAsync(Message message, char answer, CancellationToken cancellation)
    {
        backend.Messages.Write(message);
        await backend.FlushAsync(cancellation).ConfigureAwait(false);
        while ((await NextAsync(cancellation).ConfigureAwait(false)).Type != answer)
        {
        }
    }

    /// <summary>Asks for the description of a statement or of its rows, and passes on to the client what it is to see.</summary>
    public async Task<ResultColumns?> DescribeAsync(Message message, Shown shown, CancellationToken cancellation)
    {
        backend.Messages.Write(message);
        await backend.FlushAsync(cancellation).ConfigureAwait(false);
        while (true)
        {
            var answer = await NextAsync(cancellation).ConfigureAwait(false);
            var columns = answer.Type == 'T' ? ResultColumns.Describe(answer) : null;
            if (shown == Shown.All || (shown == Shown.Rows && columns is not null))
                client.Write(answer);
            if (answer.Type is 'T' or 'n')
                return columns;
        }
    }

    /// <summary>Executes a portal and passes its rows on.</summary>
    /// <returns>The message that ends it: done, suspended or empty.</returns>
    public async Task<Message> ExecuteAsync(string portal, int most, ResultColumns? columns, CancellationToken cancellation)
    {
        backend.Messages.Write('E', new MessageBody().Text(portal).Int32(most));
        await backend.FlushAsync(cancellation).ConfigureAwait(false);
        while (true)
        {
            var message = await NextAsync(cancellation).ConfigureAwait(false);
            if (message.Type is 'C' or 's' or 'I')
                return message;
            if (message.Type != 'D')
                continue;
            client.Write(columns?.Row(message) ?? message);
            await client.DrainAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a statement of the emulator's own.</summary>
    /// <returns>Its rows.</returns>
    public async Task<List<List<string?>>> RunAsync(string sql, CancellationToken cancellation)
    {
        await backend.SendAsync(sql, copies: false, cancellation).ConfigureAwait(false);
        var rows = new List<List<string?>>();
        var closed = 0;
        while (true)
        {
            var message = await NextAsync(cancellation, quiet: true).ConfigureAwait(false);
            if (message.Type == 'D')
                rows.Add(BackendConnection.Row(message));
            if (message.Type == '3' && ++closed == BackendConnection.Closes)
                return rows;
        }
    }

    /// <summary>The columns of a query of the emulator's own.</summary>
    public async Task<List<UnloadedField>> DescribeAsync(string sql, CancellationToken cancellation)
    {
        await backend.SendDescribeAsync(sql, cancellation).ConfigureAwait(false);
        var fields = new List<UnloadedField>();
        var closed = 0;
        while (closed < BackendConnection.Closes)
        {
            var message = await NextAsync(cancellation, quiet: true).ConfigureAwait(false);
            closed += message.Type == '3' ? 1 : 0;
            if (message.Type != 'T')
                continue;
            var reader = message.Read();
            for (var count = reader.Int16(); count > 0; count--)
            {
                var name = reader.Text();
                reader.Bytes(6);
                var type = reader.Int32();
                reader.Bytes(2);
                fields.Add(new UnloadedField(name, type, reader.Int32()));
                reader.Bytes(2);
            }
        }

        return fields;
    }

    public async Task<byte[]> SyncAsync(CancellationToken cancellation)
    {
        backend.Messages.Write('S', []);
        await backend.Messages.FlushAsync(cancellation).ConfigureAwait(false);
        HasFailed = false;
        while (true)
        {
            Message message;
            try
            {
                message = await NextAsync(cancellation).ConfigureAwait(false);
            }
            catch (RedshiftException error)
            {
                // A commit that fails: PostgreSQL says so at Sync.
                client.Write('E', ErrorFields.Of(error).ToBody());
                continue;
            }

            if (message.Type != 'Z')
                continue;
            HasFailed = false;
            _status = (char)message.Body[0];
            return message.Body;
        }
    }

    /// <summary>The next message of the server's.</summary>
    /// <exception cref="RedshiftException">The server reports an error.</exception>
    public async Task<Message> NextAsync(CancellationToken cancellation, bool quiet = false)
    {
        while (true)
        {
            var message = await backend.Messages.ReadAsync(cancellation).ConfigureAwait(false);
            switch (message.Type)
            {
                case 'E':
                    HasFailed = true;
                    throw BackendErrors.Translate(ErrorFields.Parse(message), database);
                case 'N':
                    if (!quiet)
                        client.Write('N', ErrorFields.Parse(message).ToBody());
                    break;
                case 'S':
                    if (Reported.Contains(message.Read().Text()))
                        client.Write(message);
                    break;
                default:
                    return message;
            }
        }
    }
}
