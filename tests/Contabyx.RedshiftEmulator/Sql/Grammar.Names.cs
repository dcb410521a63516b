using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <content>Identifiers, tables and system views.</content>
internal sealed partial class Grammar
{
    private bool _usesTables;
    private string? _leaderOnly;

    private bool AtName => Here.Kind == TokenKind.Quoted
        || (Here.Kind == TokenKind.Word && !ReservedWords.Contains(Here.Value));

    /// <summary>
    /// An identifier: folded to lower case, quoted ones too, unless enable_case_sensitive_identifier is on
    /// (<c>r_names</c>); at most 127 bytes.
    /// </summary>
    private string Identifier(bool anyWord = false)
    {
        if (!AtName && !(anyWord && Here.Kind == TokenKind.Word))
            throw Unexpected();
        var token = tokens[_at++];
        var name = token.Kind == TokenKind.Quoted && context.CaseSensitive
            ? token.Value
            : token.Value.ToLowerInvariant();
        return Encoding.UTF8.GetByteCount(name) <= 127
            ? name
            : throw new RedshiftException("42622", $"identifier \"{name}\" is too long");
    }

    private void WriteName() => Write(Quoted.Name(Identifier()));

    /// <summary>A table of the user's: its quoted name.</summary>
    private string TableName()
    {
        _usesTables = true;
        var name = Identifier();
        if (!PassSymbol("."))
        {
            return SystemViews.Find(null, name, context) is null
                ? Quoted.Name(name)
                : throw new RedshiftException("42501", $"permission denied for relation {name}");
        }

        if (name is "pg_catalog" or "information_schema" or "redshift_emulator")
            throw new RedshiftException("42501", $"permission denied for schema {name}");
        return $"{Quoted.Name(name)}.{Quoted.Name(Identifier())}";
    }

    /// <summary>A table in FROM: the user's, a common table expression or a system view.</summary>
    private void SourceName()
    {
        var first = Identifier();
        var second = PassSymbol(".") ? Identifier(anyWord: true) : null;
        var schema = second is null ? null : first;
        var name = second ?? first;
        var isCommonTable = schema is null && _withNames.Contains(name);
        var system = isCommonTable ? null : SystemViews.Find(schema, name, context);
        _usesTables |= system is null && !isCommonTable;
        if (system is not null)
            Write((AtName && !AtClause) || Is("AS") ? system : $"{system} AS {Quoted.Name(name)}");
        else
            Write(schema is null ? Quoted.Name(name) : $"{Quoted.Name(schema)}.{Quoted.Name(name)}");
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

    /// <summary>Leader-node functions do not work on tables: <c>c_SQL_functions_leader_node_only</c>.</summary>
    private void CheckLeaderOnly()
    {
        if (_usesTables && _leaderOnly is not null)
        {
            throw new RedshiftException(
                "0A000",
                "Specified types or functions (one per INFO message) not supported on Redshift tables.",
                $"Function \"{_leaderOnly}\" not supported.");
        }
    }
}
