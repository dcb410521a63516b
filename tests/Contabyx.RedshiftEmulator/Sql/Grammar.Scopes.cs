using System.Globalization;

namespace Contabyx.RedshiftEmulator;

/// <content>What a name with dots means: a database, a schema, a table, a column, and the way into a SUPER value.</content>
internal sealed partial class Grammar
{
    private readonly List<QueryBlock> _blocks = [];
    private QueryBlock? _block;
    private Clause _clause;
    private string _predicate = "";

    /// <summary>Reads a part of the grammar as a block of its own; tables of the blocks around it are seen within.</summary>
    private QueryBlock InBlock(Action part)
    {
        var (outer, clause, predicate) = (_block, _clause, _predicate);
        var block = new QueryBlock(outer, clause, predicate);
        // What the first reading found.
        if (known is not null)
            block.Names.UnionWith(known[_blocks.Count].Names);
        _blocks.Add(block);
        (_block, _predicate) = (block, "");
        try
        {
            part();
        }
        finally
        {
            (_block, _clause, _predicate) = (outer, clause, predicate);
        }

        return block;
    }

    /// <summary>Reads a part within another block: one that had ended, or none.</summary>
    private void Within(QueryBlock? block, Action part)
    {
        var outer = (_block, _clause);
        (_block, _clause) = (block, Clause.Other);
        part();
        (_block, _clause) = outer;
    }

    private void In(Clause clause, Action part)
    {
        _clause = clause;
        part();
    }

    /// <summary>Reads a subquery in parentheses, or a list, after a predicate.</summary>
    private void After(string predicate, Action part)
    {
        _predicate = predicate;
        part();
        _predicate = "";
    }

    /// <summary>A column, with whatever stands before and behind it.</summary>
    private void Column(int start)
    {
        var parts = new List<string> { Identifier(anyWord: Is("OID")) };
        while (PassSymbol("."))
        {
            if (PassSymbol("*"))
            {
                Write(string.Join('.', Path(parts).Select(Quoted.Name)) + ".*");
                return;
            }

            parts.Add(Identifier(anyWord: true));
        }

        if (parts.Count == 1 && _clause == Clause.List && _block?.Items.Exists(item => item.Name == parts[0]) == true)
            _block.Reused.Add(parts[0]);
        var path = Path(parts);
        var table = Math.Max(0, path.FindIndex(part => _block?.Sees(part) == true));
        var isNamed = path.Count > 1 && _block?.Sees(path[table]) == true;
        var column = isNamed ? Math.Min(table + 2, path.Count) : 1;
        if (isNamed)
            Note(new TableColumn(path[table]), start);
        Navigation(string.Join('.', path.Take(column).Select(Quoted.Name)), path[column..], start);
    }

    // The database is this one, or none is named.
    private List<string> Path(List<string> parts)
    {
        if (parts.Count > 3 && parts[0] == context.Database && _block?.Sees(parts[0]) != true)
            parts = parts[1..];
        // What stands for a late-binding view or an external table has no schema in PostgreSQL.
        return parts.Count > 1 && context.Bound.Sources.ContainsKey((parts[0], parts[1])) && _block?.Sees(parts[0]) != true
            ? parts[1..]
            : parts;
    }

    private void Note(TableColumn column, int start)
    {
        column.IsUnequal = IsUnequal(tokens[Math.Max(0, start - 1)]) || IsUnequal(Here);
        _block!.Columns.Add(column);
    }

    private static bool IsUnequal(Token token) => token.Kind == TokenKind.Symbol
        ? token.Value is "<" or ">" or "<=" or ">=" or "~" or "!~"
        : token.Is("LIKE") || token.Is("ILIKE") || token.Is("BETWEEN") || token.Is("SIMILAR");

    /// <summary>
    /// The way into a SUPER value (<c>query-super</c>): its result is SUPER as an item of a list, and text for a cast. What it would
    /// be elsewhere depends on each value (dynamic typing), which PostgreSQL does not have.
    /// </summary>
    private void Navigation(string column, List<string> names, int start)
    {
        var steps = names.ConvertAll(Quoted.Text);
        while (true)
        {
            if (PassSymbol("["))
            {
                steps.Add(Step());
                SkippedSymbol("]");
            }
            else if (steps.Count > 0 && PassSymbol("."))
            {
                steps.Add(Quoted.Text(Identifier(anyWord: true)));
            }
            else
            {
                break;
            }
        }

        if (steps.Count == 0)
        {
            Write(column);
            OuterJoin();
            return;
        }

        var isCast = IsSymbol("::");
        var isItem = start == _itemStart
            && (Here.Kind == TokenKind.End || IsSymbol(",") || IsSymbol(")") || Is("FROM") || Is("AS") || AtName);
        if (!isCast && !isItem)
            NotEmulated("SUPER navigation within an expression");
        Write($"({string.Join(" -> ", [column, .. steps[..^1]])} {(isCast ? "->>" : "->")} {steps[^1]})");
    }

    private string Step()
    {
        if (Here.Kind == TokenKind.Text)
            return Quoted.Text(Literal());
        if (Here.Kind == TokenKind.Number)
            return Integer().ToString(CultureInfo.InvariantCulture);
        NotEmulated("SUPER navigation by an expression");
        return Capture(Expression);
    }

    /// <summary>Oracle's mark of an outer join: <c>r_WHERE_oracle_outer</c>.</summary>
    private void OuterJoin()
    {
        if (!AtOuterJoin(0))
            return;
        _at += 3;
        NotEmulated("The outer join (+)");
    }

    private bool AtOuterJoin(int ahead) =>
        Ahead(ahead).IsSymbol("(") && Ahead(ahead + 1).IsSymbol("+") && Ahead(ahead + 2).IsSymbol(")");
}
