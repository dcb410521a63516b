namespace Contabyx.Tests;

/// <summary>
/// A statement, or a query in parentheses inside one. It knows its own tokens, without those of the queries inside it, the
/// tables that it names, and those queries.
/// </summary>
internal sealed class SqlBlock
{
    private static readonly HashSet<string> Clauses =
    [
        "where", "on", "join", "cross", "inner", "left", "right", "full", "group", "order", "limit", "using", "set", "union",
        "having", "select", "values", "as", "add", "alter", "column",
    ];

    private SqlBlock(SqlBlock? outer, SqlToken? before)
    {
        Outer = outer;
        Before = before;
    }

    public SqlBlock? Outer { get; }

    /// <summary>The token before the parenthesis, such as <c>exists</c> or <c>in</c>.</summary>
    public SqlToken? Before { get; }

    public List<SqlToken> Tokens { get; } = [];

    public List<SqlBlock> Inner { get; } = [];

    /// <summary>The tables that it names, such as <c>public.clients</c>.</summary>
    public List<string> Tables { get; } = [];

    /// <summary>The names by which it may refer to their columns.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>The last clause that began before it in the outer block, such as <c>on</c>.</summary>
    public string Clause { get; private set; } = "";

    public IEnumerable<SqlBlock> All => Inner.SelectMany(inner => inner.All).Prepend(this);

    public IEnumerable<SqlBlock> Ancestors
    {
        get
        {
            for (var outer = Outer; outer is not null; outer = outer.Outer)
                yield return outer;
        }
    }

    /// <summary>What it refers to outside itself: the name, and how many blocks away.</summary>
    public IEnumerable<(string Name, int Levels)> Correlations => References(Tokens)
        .Where(name => !Names.Contains(name))
        .Select(name => (Name: name, Levels: Ancestors.ToList().FindIndex(outer => outer.Names.Contains(name)) + 1))
        .Where(found => found.Levels > 0);

    public static SqlBlock Read(string sql)
    {
        var root = new SqlBlock(null, null);
        var tokens = SqlTokens.Of(sql);
        root.Fill(tokens, 0, tokens.Count);
        return root;
    }

    private void Fill(IReadOnlyList<SqlToken> tokens, int from, int to)
    {
        var clause = "";
        for (var i = from; i < to; i++)
        {
            if (tokens[i].Is("where") || tokens[i].Is("on") || tokens[i].Is("from") || tokens[i].Is("select"))
                clause = tokens[i].Text;
            if (!tokens[i].Is("(") || i + 1 >= to || !tokens[i + 1].Is("select"))
            {
                Tokens.Add(tokens[i]);
                continue;
            }

            var end = Closing(tokens, i);
            var inner = new SqlBlock(this, i > from ? tokens[i - 1] : null) { Clause = clause };
            Inner.Add(inner);
            Tokens.Add(new SqlToken(SqlKind.Symbol, "(query)"));
            inner.Fill(tokens, i + 1, end);
            i = end;
        }

        ReadTables();
    }

    private void ReadTables()
    {
        for (var i = 0; i < Tokens.Count; i++)
        {
            if (Tokens[i].Is("from") || Tokens[i].Is("join") || Tokens[i].Is("into") || Tokens[i].Is("update")
                || Tokens[i].Is("using") || Tokens[i].Is("copy") || Tokens[i].Is("lock") || Tokens[i].Is("table"))
                ReadList(i + 1);
        }
    }

    private void ReadList(int at)
    {
        while (at < Tokens.Count && (Tokens[at].IsName || Tokens[at].Is("(query)")))
        {
            var name = Tokens[at].Is("(query)") ? null : Name(ref at);
            at += name is null ? 1 : 0;
            if (name is not null)
                Tables.Add(name);
            if (at < Tokens.Count && Tokens[at].Is("as"))
                at++;
            if (at < Tokens.Count && Tokens[at].IsName && !(Tokens[at].Kind == SqlKind.Word && Clauses.Contains(Tokens[at].Text)))
                Names.Add(Tokens[at++].Text);
            else if (name is not null)
                Names.UnionWith([name, name[(name.LastIndexOf('.') + 1)..]]);
            if (at >= Tokens.Count || !Tokens[at].Is(","))
                return;
            at++;
        }
    }

    private string Name(ref int at)
    {
        var name = Tokens[at++].Text;
        while (at + 1 < Tokens.Count && Tokens[at].Is(".") && Tokens[at + 1].IsName)
        {
            name += "." + Tokens[at + 1].Text;
            at += 2;
        }

        return name;
    }

    // Names with a dot: all before the last part.
    private static IEnumerable<string> References(List<SqlToken> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].IsName || (i > 0 && tokens[i - 1].Is(".")))
                continue;
            var parts = new List<string> { tokens[i].Text };
            while (i + 2 < tokens.Count && tokens[i + 1].Is(".") && tokens[i + 2].IsName)
            {
                parts.Add(tokens[i + 2].Text);
                i += 2;
            }

            if (parts.Count > 1)
                yield return string.Join('.', parts[..^1]);
        }
    }

    private static int Closing(IReadOnlyList<SqlToken> tokens, int open)
    {
        var depth = 0;
        for (var i = open; i < tokens.Count; i++)
        {
            depth += tokens[i].Is("(") ? 1 : tokens[i].Is(")") ? -1 : 0;
            if (depth == 0)
                return i;
        }

        return tokens.Count;
    }
}
