using System.Collections.Concurrent;
using System.Text;

namespace Contabyx.Engine.Sql;

/// <summary>
/// One file of the repository's <c>sql</c> folder, embedded in this assembly: statements under <c>-- name:</c> lines,
/// with slots such as <c>{table}</c> that are filled with text quoted by <see cref="SqlText"/>.
/// </summary>
internal sealed class SqlFile
{
    private const string NameLine = "-- name: ";
    private static readonly ConcurrentDictionary<string, SqlFile> Files = new(StringComparer.Ordinal);

    private readonly string _path;
    private readonly Dictionary<string, string> _statements;

    private SqlFile(string path)
    {
        _path = path;
        _statements = Parse(Read(path));
    }

    /// <param name="path">Its path below <c>sql/</c>, such as <c>duckdb/load.sql</c>.</param>
    public static SqlFile Load(string path) => Files.GetOrAdd(path, static p => new SqlFile(p));

    /// <summary>The statements' names, in the order of the file.</summary>
    public IReadOnlyList<string> Names => [.. _statements.Keys];

    /// <summary>A statement with all its slots filled.</summary>
    /// <param name="name">The statement's name.</param>
    /// <param name="slots">The slots' names, and the quoted text for each.</param>
    public string Statement(string name, params ReadOnlySpan<(string Slot, string Sql)> slots)
    {
        var sql = new StringBuilder();
        var rest = _statements[name].AsSpan();
        for (var open = rest.IndexOf('{'); open >= 0; open = rest.IndexOf('{'))
        {
            var close = rest.IndexOf('}');
            sql.Append(rest[..open]).Append(Fill(name, rest[(open + 1)..close], slots));
            rest = rest[(close + 1)..];
        }

        return sql.Append(rest).ToString();
    }

    /// <summary>The whole text of a file, for scripts that clients run as they are.</summary>
    /// <param name="path">Its path below <c>sql/</c>, such as <c>mysql.sql</c>.</param>
    public static string Read(string path)
    {
        using var stream = typeof(SqlFile).Assembly.GetManifestResourceStream($"sql/{path}")
            ?? throw new InvalidOperationException($"There is no embedded SQL file '{path}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private string Fill(string statement, ReadOnlySpan<char> slot, ReadOnlySpan<(string Slot, string Sql)> slots)
    {
        foreach (var (name, sql) in slots)
        {
            if (slot.SequenceEqual(name))
                return sql;
        }

        throw new InvalidOperationException($"{_path}, statement '{statement}': slot '{slot}' is not filled.");
    }

    private static Dictionary<string, string> Parse(string text)
    {
        var statements = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.ReplaceLineEndings("\n").Split(NameLine).Skip(1))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            var lines = part[end..].Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal));
            statements.Add(part[..end].Trim(), string.Join('\n', lines).Trim());
        }

        return statements;
    }
}
