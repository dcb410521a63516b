using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <content>Identifiers, tables and system views.</content>
internal sealed partial class Grammar
{
    private readonly List<NamedTable> _named = [];
    private bool _usesTables;
    private bool _usesSystemTables;
    private string? _leaderOnly;
    private string? _computeOnly;

    private bool AtName => Here.Kind == TokenKind.Quoted || IsTemporary
        || (Here.Kind == TokenKind.Word && !ReservedWords.Contains(Here.Value));

    /// <summary>A name that begins with # is a temporary table's: <c>r_CREATE_TABLE_NEW</c>.</summary>
    private bool IsTemporary => (Here.Kind == TokenKind.Quoted && Here.Value[0] == '#')
        || (IsSymbol("#") && Next.Kind == TokenKind.Word && Next.Start == Here.End);

    /// <summary>
    /// An identifier: folded to lower case, quoted ones too, unless enable_case_sensitive_identifier is on
    /// (<c>r_names</c>); at most 127 bytes.
    /// </summary>
    private string Identifier(bool anyWord = false)
    {
        if (!AtName && !(anyWord && Here.Kind == TokenKind.Word))
            throw Unexpected();
        var sign = PassSymbol("#") ? "#" : "";
        var token = tokens[_at++];
        var name = sign + (token.Kind == TokenKind.Quoted && context.CaseSensitive
            ? token.Value
            : token.Value.ToLowerInvariant());
        return Encoding.UTF8.GetByteCount(name) <= 127
            ? name
            : throw new RedshiftException("42622", $"identifier \"{name}\" is too long");
    }

    private void WriteName() => Write(Quoted.Name(Identifier()));

    /// <summary>A table of the user's: its quoted name.</summary>
    private string TableName() => TableName(out _);

    private string TableName(out string name)
    {
        (var schema, name) = Qualified(Parts(3));
        return TableName(schema, name);
    }

    /// <summary>A column after the name of its table.</summary>
    private string ColumnOfTable()
    {
        var parts = Parts(4);
        var (schema, name) = Qualified(parts.Count > 1 ? parts[..^1] : throw Unexpected());
        return $"{TableName(schema, name)}.{Quoted.Name(parts[^1])}";
    }

    private string TableName(string? schema, string name)
    {
        _usesTables = true;
        _named.Add(new NamedTable(schema, name, IsSource: false));
        if (schema is not null && !_triesForms && context.Bound.ExternalSchemas.Contains(schema))
            throw NotOnExternal();
        if (schema is null)
        {
            return SystemViews.Find(null, name, context, NotEmulated) is null
                ? Quoted.Name(name)
                : throw new RedshiftException("42501", $"permission denied for relation {name}");
        }

        if (schema is "pg_catalog" or "information_schema" or "redshift_emulator")
            throw new RedshiftException("42501", $"permission denied for schema {schema}");
        return $"{Quoted.Name(schema)}.{Quoted.Name(name)}";
    }

    /// <summary>A table in FROM: the user's, a common table expression, a system view or the elements of a SUPER column.</summary>
    private string SourceName()
    {
        if (Next.IsSymbol(".") && _block?.Names.Contains(Here.Value.ToLowerInvariant()) == true)
        {
            NotEmulated("SUPER navigation in FROM");
            Column(_at);
            return "";
        }

        var (schema, name) = Qualified(Parts(3));
        var isCommonTable = schema is null && _withNames.Contains(name);
        if (!isCommonTable)
            _named.Add(new NamedTable(schema, name, IsSource: true));
        if (!isCommonTable && context.Bound.Sources.TryGetValue((schema, name), out var bound))
        {
            _usesTables = true;
            Write((AtName && !AtClause) || Is("AS") ? $"({bound})" : $"({bound}) AS {Quoted.Name(name)}");
            return name;
        }

        var system = isCommonTable ? null : SystemViews.Find(schema, name, context, NotEmulated);
        _usesTables |= system is null && !isCommonTable;
        var isOfComputeNodes = system is not null && SystemViews.IsOfComputeNodes(name);
        _usesSystemTables |= isOfComputeNodes;
        if (_block is not null)
            _block.HasSystemTable |= isOfComputeNodes;
        if (name == "svv_columns" && context.Bound.LateColumns is { } late)
            Write($"({WithLate(late)}) {(Is("AS") || (AtName && !AtClause) ? "" : $"AS {name}")}");
        else if (system is not null)
            Write((AtName && !AtClause) || Is("AS") ? system : $"{system} AS {Quoted.Name(name)}");
        else
            Write(schema is null ? Quoted.Name(name) : $"{Quoted.Name(schema)}.{Quoted.Name(name)}");
        return name;
    }

    private static string WithLate(string columns) =>
        "SELECT * FROM redshift_emulator.svv_columns UNION ALL SELECT * FROM "
        + $"jsonb_populate_recordset(NULL::redshift_emulator.svv_columns, {Quoted.Text(columns)}::jsonb)";

    /// <summary>A name with a schema before it, and this database before that (<c>cross-database-overview</c>).</summary>
    private (string? Schema, string Name) Qualified(List<string> parts)
    {
        if (parts.Count == 3)
            RequireDatabase(parts[0]);
        return (parts.Count == 1 ? null : parts[^2], parts[^1]);
    }

    private List<string> Parts(int most)
    {
        var parts = new List<string> { Identifier() };
        while (parts.Count < most && PassSymbol("."))
            parts.Add(Identifier(anyWord: true));
        return parts;
    }

    private void RequireDatabase(string name)
    {
        if (name != context.Database)
            throw new RedshiftException("3D000", $"database \"{name}\" does not exist");
    }

    private void ColumnList()
    {
        ExpectSymbol("(");
        List(WriteName);
        ExpectSymbol(")");
    }

    private List<string> ColumnNames()
    {
        var names = new List<string>();
        SkippedSymbol("(");
        do
            names.Add(Identifier());
        while (PassSymbol(","));
        SkippedSymbol(")");
        return names;
    }

    /// <summary>
    /// Leader-node functions do not work on tables, and compute-node functions not without:
    /// <c>c_SQL_functions_leader_node_only</c>, <c>c_SQL_functions_compute_node_only</c>.
    /// </summary>
    private void CheckFunctions()
    {
        if (_computeOnly is not null && !_usesTables && !_usesSystemTables)
        {
            throw new RedshiftException(
                "0A000", "One or more of the used functions must be applied on at least one user created tables.",
                $"Function \"{_computeOnly}\" is one of them.");
        }

        if (_leaderOnly is not null && (_usesTables || _usesSystemTables))
        {
            throw new RedshiftException(
                "0A000",
                "Specified types or functions (one per INFO message) not supported on Redshift tables.",
                $"Function \"{_leaderOnly}\" not supported.");
        }
    }
}
