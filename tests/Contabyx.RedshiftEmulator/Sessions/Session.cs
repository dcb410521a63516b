using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <summary>One client's session: its messages, in the simple and in the extended protocol.</summary>
internal sealed class Session : IAsyncDisposable
{
    private const string Simple = "";

    // c_unsupported-postgresql-datatypes; timestamptz: npgsql/npgsql#1173.
    private static readonly HashSet<int> ParameterTypes =
        [0, 16, 18, 19, 20, 21, 23, 25, 26, 700, 701, 705, 1042, 1043, 1082, 1083, 1114, 1700];

    private readonly MessageStream _client;
    private readonly StatementRunner _runner;
    private readonly EmulatorState _state;
    private readonly Dictionary<string, (Plan Plan, int[] Types)> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Portal> _portals = new(StringComparer.Ordinal);
    private string? _parsed;
    private bool _skips;

    public Session(EmulatorState state, MessageStream client, BackendConnection backend, SessionSettings settings)
    {
        _state = state;
        _client = client;
        _runner = new StatementRunner(state, client, backend, settings);
    }

    public void Cancel() => _runner.Cancel();

    /// <summary>Tells the client that it may begin.</summary>
    public Task OpenAsync(CancellationToken cancellation) => _runner.OpenAsync(cancellation);

    /// <summary>Serves the client until it goes.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var message = await _client.ReadAsync(cancellation).ConfigureAwait(false);
            if (message.Type == 'X')
                return;
            if (_skips && message.Type is not ('S' or 'Q'))
                continue;
            try
            {
                await HandleAsync(message, cancellation).ConfigureAwait(false);
            }
            catch (RedshiftException error)
            {
                await FailAsync(error, message.Type == 'Q', cancellation).ConfigureAwait(false);
            }
        }
    }

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    private async Task HandleAsync(Message message, CancellationToken cancellation)
    {
        switch (message.Type)
        {
            case 'Q':
                await SimpleAsync(message.Read().Text(), cancellation).ConfigureAwait(false);
                break;
            case 'P':
                await ParseAsync(message, cancellation).ConfigureAwait(false);
                break;
            case 'B':
                await BindAsync(message, cancellation).ConfigureAwait(false);
                break;
            case 'D':
                await DescribeAsync(message, cancellation).ConfigureAwait(false);
                break;
            case 'E':
                _parsed = null;
                var reader = message.Read();
                var name = reader.Text();
                await _runner.ExecuteAsync(name, FindPortal(name), reader.Int32(), cancellation).ConfigureAwait(false);
                break;
            case 'C':
                await _runner.PassAsync(message, "3", cancellation).ConfigureAwait(false);
                break;
            case 'S':
                _parsed = null;
                _skips = false;
                await _runner.SyncAsync(cancellation).ConfigureAwait(false);
                break;
            case 'H':
                await _client.FlushAsync(cancellation).ConfigureAwait(false);
                break;
            case 'd' or 'c' or 'f' or 'p':
                break;
            default:
                throw new RedshiftException("08P01", $"invalid frontend message type {(int)message.Type}");
        }
    }

    private async Task SimpleAsync(string sql, CancellationToken cancellation)
    {
        _state.Statements.Add(sql);
        var statements = Tokenizer.Statements(sql);
        if (statements.Count == 0)
            _client.Write('I', []);
        foreach (var tokens in statements)
        {
            var plan = await _runner.ReadAsync(sql, tokens, cancellation).ConfigureAwait(false);
            await _runner.PrepareAsync(Simple, plan, [], cancellation).ConfigureAwait(false);
            await _runner.BindAsync(Simple, cancellation).ConfigureAwait(false);
            var portal = new Portal(plan);
            portal.Describe(await _runner.DescribeAsync(Simple, plan, Shown.Rows, cancellation).ConfigureAwait(false));
            await _runner.ExecuteAsync(Simple, portal, 0, cancellation).ConfigureAwait(false);
            await _runner.ForgetAsync(Simple, cancellation).ConfigureAwait(false);
        }

        await _runner.SyncAsync(cancellation).ConfigureAwait(false);
    }

    private async Task ParseAsync(Message message, CancellationToken cancellation)
    {
        var (name, sql, types) = ReadParse(message);
        _state.Statements.Add(sql);
        var statements = Tokenizer.Statements(sql);
        if (statements.Count > 1)
            throw new RedshiftException("42601", "cannot insert multiple commands into a prepared statement");
        if (Array.Find(types, type => !ParameterTypes.Contains(type)) is var bad && bad != 0)
            throw RedshiftException.NotSupported($"A parameter of the type with the oid {bad} is");
        var plan = statements.Count == 0
            ? new Plan()
            : await _runner.ReadAsync(sql, statements[0], cancellation).ConfigureAwait(false);
        _statements[name] = (plan, types);
        _parsed = name;
        await _runner.PrepareAsync(name, plan, types, cancellation).ConfigureAwait(false);
        _client.Write('1', []);
    }

    private static (string Name, string Sql, int[] Types) ReadParse(Message message)
    {
        var reader = message.Read();
        var name = reader.Text();
        var sql = reader.Text();
        var types = new int[reader.Int16()];
        for (var i = 0; i < types.Length; i++)
            types[i] = reader.Int32();
        return (name, sql, types);
    }

    private async Task BindAsync(Message message, CancellationToken cancellation)
    {
        var reader = message.Read();
        var portal = reader.Text();
        var statement = reader.Text();
        if (!_statements.TryGetValue(statement, out var prepared))
            throw new RedshiftException("26000", $"prepared statement \"{statement}\" does not exist");
        var plan = prepared.Plan;
        if (_parsed != statement)
            plan = await _runner.ReadAgainAsync(statement, plan, prepared.Types, cancellation).ConfigureAwait(false);
        _statements[statement] = (plan, prepared.Types);
        _portals[portal] = new Portal(plan);
        await _runner.PassAsync(message, "2", cancellation).ConfigureAwait(false);
    }

    private async Task DescribeAsync(Message message, CancellationToken cancellation)
    {
        var columns = await _runner.DescribeAsync(message, cancellation).ConfigureAwait(false);
        if (message.Body[0] == (byte)'P')
            FindPortal(Encoding.UTF8.GetString(message.Body.AsSpan(1, message.Body.Length - 2))).Describe(columns);
    }

    private Portal FindPortal(string name) => _portals.GetValueOrDefault(name)
        ?? throw new RedshiftException("34000", $"portal \"{name}\" does not exist");

    private async Task FailAsync(RedshiftException error, bool simple, CancellationToken cancellation)
    {
        var shown = await _runner.AbortAsync(error, cancellation).ConfigureAwait(false);
        _client.Write('E', ErrorFields.Of(shown).ToBody());
        if (simple)
            await _runner.SyncAsync(cancellation).ConfigureAwait(false);
        else
            await _client.FlushAsync(cancellation).ConfigureAwait(false);
        _skips = !simple;
    }
}
