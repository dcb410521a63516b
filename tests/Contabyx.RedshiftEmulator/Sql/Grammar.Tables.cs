using System.Globalization;

namespace Contabyx.RedshiftEmulator;

/// <content>CREATE TABLE: <c>r_CREATE_TABLE_NEW</c>. Keys are kept for the catalogue and never enforced.</content>
internal sealed partial class Grammar
{
    // r_CREATE_TABLE_NEW, "ENCODE encoding" (c_Compression_encodings).
    private static readonly HashSet<string> Encodings = new(StringComparer.Ordinal)
    {
        "auto", "raw", "az64", "bytedict", "delta", "delta32k", "lzo", "mostly8", "mostly16", "mostly32", "runlength", "text255",
        "text32k", "zstd",
    };

    private TableShape _shape = new();
    private string? _into;

    private Plan Create()
    {
        Skipped("CREATE");
        if (Pass("SCHEMA"))
            return CreateSchema();
        if (Pass("EXTERNAL"))
            return CreateExternal();
        var replace = Pass("OR", "REPLACE");
        if (Pass("VIEW"))
            return CreateView(replace);
        if (replace)
            throw NotCreated();
        Pass("LOCAL");
        var temporary = Pass("TEMPORARY") || Pass("TEMP");
        if (!Pass("TABLE"))
            throw NotCreated();
        var ifNotExists = Pass("IF", "NOT", "EXISTS");
        temporary |= IsTemporary;
        var name = TableName();
        _shape = new TableShape();
        if (!ifNotExists && (!IsSymbol("(") || HasOnlyNames()))
            return CreateFromQuery(name, temporary);
        if (!IsSymbol("("))
            throw Unexpected();
        var columns = Capture(() =>
        {
            ExpectSymbol("(");
            List(TableElement);
            ExpectSymbol(")");
        });
        Pass("BACKUP", "YES");
        Pass("BACKUP", "NO");
        TableAttributes();
        _shape.Check();
        var exists = ifNotExists ? "IF NOT EXISTS " : "";
        return new Plan
        {
            Sql = $"CREATE {(temporary ? "TEMP " : "")}TABLE {exists}{name} {columns}",
            After = [_shape.Describe(name, ifNotExists)],
        };
    }

    // CREATE TABLE t (a, b) AS ...: a name without a type.
    private bool HasOnlyNames() => Ahead(2) is { Kind: TokenKind.Symbol, Value: "," or ")" };

    /// <summary>CREATE TABLE AS: <c>r_CREATE_TABLE_AS</c>.</summary>
    private Plan CreateFromQuery(string name, bool temporary)
    {
        var columns = IsSymbol("(") ? Capture(ColumnList) : "";
        if (!Pass("BACKUP", "YES"))
            Pass("BACKUP", "NO");
        TableAttributes();
        Skipped("AS");
        var query = Capture(() => Query());
        return new Plan
        {
            Sql = $"CREATE {(temporary ? "TEMP " : "")}TABLE {name} {columns} AS {query}",
            After = [_shape.DescribeSelected(name)],
        };
    }

    private Plan CreateSchema()
    {
        var exists = Pass("IF", "NOT", "EXISTS") ? "IF NOT EXISTS " : "";
        return new Plan { Sql = $"CREATE SCHEMA {exists}{Quoted.Name(Identifier())}" };
    }

    /// <summary>CREATE VIEW: <c>r_CREATE_VIEW</c>. It is bound to its tables.</summary>
    private Plan CreateView(bool replace)
    {
        var named = _at;
        var name = TableName();
        if (IsLate())
            return CreateLateView(replace, named, name, _named[^1] with { IsSource = true });
        // A view may be of the leader node alone: r_DROP_TABLE.
        _usesTables = false;
        var columns = IsSymbol("(") ? Capture(ColumnList) : "";
        Skipped("AS");
        var before = _named.Count;
        var query = Capture(() => Query());
        CheckBound(_named[before..]);

        // OFFSET keeps PostgreSQL from passing changes of the view on to its table, which Redshift does not do either.
        return new Plan { Sql = $"CREATE {(replace ? "OR REPLACE " : "")}VIEW {name} {columns} AS SELECT * FROM ({query}) q OFFSET 0" };
    }

    private RedshiftException NotCreated()
    {
        if (Is("UNIQUE"))
            _at++;
        var what = Here.Value.ToUpperInvariant();
        if (SyntaxForms.Of("CREATE").Any(form => form.HasSecond(what)))
            return FormError();
        return RedshiftException.NotSupported($"SQL command \"CREATE {what}\"");
    }

    private void TableElement()
    {
        if (Pass("LIKE"))
        {
            var parent = TableName();
            _shape.Parent = parent;
            Write($"LIKE {parent} INCLUDING CONSTRAINTS");
            if (Pass("INCLUDING", "DEFAULTS"))
                Write("INCLUDING DEFAULTS");
            else
                Pass("EXCLUDING", "DEFAULTS");
        }
        else if (Is("CONSTRAINT") || Is("PRIMARY") || Is("UNIQUE") || Is("FOREIGN"))
        {
            TableKey();
        }
        else if (Is("CHECK") || Is("EXCLUDE"))
        {
            throw RedshiftException.NotSupported($"{Here.Value.ToUpperInvariant()} constraint is");
        }
        else
        {
            Column();
        }
    }

    // A key leaves nothing in PostgreSQL's list of elements; NOT NULL of its columns follows.
    private void TableKey()
    {
        var name = Pass("CONSTRAINT") ? Identifier() : null;
        var kind = Pass("PRIMARY", "KEY") ? 'p' : Pass("UNIQUE") ? 'u' : Pass("FOREIGN", "KEY") ? 'f' : throw Unexpected();
        var columns = ColumnNames();
        _shape.Keys.Add(new TableKey(name, kind, columns, kind == 'f' ? Reference() : null));
        Write($"CONSTRAINT {Quoted.Name($"key_{_shape.Keys.Count}")} CHECK (true)");
    }

    private string Reference()
    {
        Skipped("REFERENCES");
        var table = TableName();
        if (IsSymbol("("))
            ColumnNames();
        return table;
    }

    private void Column()
    {
        var name = SystemColumns.Refuse(Identifier());
        var type = ReadType();
        Write($"{Quoted.Name(name)} {type.Sql}");
        if (type.Bytes > 0)
            Write(ByteLimit.Check(name, type.Bytes));
        _shape.Add(name, type);
        while (ColumnAttribute(name))
        {
        }
    }

    private bool ColumnAttribute(string name)
    {
        if (Take("NOT", "NULL") || Take("NULL"))
            return true;
        if (Take("DEFAULT"))
            Expression();
        else if (Pass("GENERATED", "BY", "DEFAULT", "AS", "IDENTITY"))
            Identity("BY DEFAULT");
        else if (Pass("IDENTITY"))
            Identity("ALWAYS");
        else if (Pass("ENCODE"))
            _shape.Encodings[name] = ColumnEncoding();
        else if (Pass("DISTKEY"))
            _shape.Distribute(name);
        else if (Pass("SORTKEY"))
            _shape.SortKeys.Add(name);
        else if (Pass("PRIMARY", "KEY"))
            _shape.Keys.Add(new TableKey(null, 'p', [name], null));
        else if (Pass("UNIQUE"))
            _shape.Keys.Add(new TableKey(null, 'u', [name], null));
        else if (Is("REFERENCES"))
            _shape.Keys.Add(new TableKey(null, 'f', [name], Reference()));
        else if (Pass("COLLATE"))
            Collation();
        else if (Is("CHECK"))
            throw RedshiftException.NotSupported("CHECK constraint is");
        else
            return false;
        return true;
    }

    /// <summary>CREATE TABLE AS takes a column's number for its name: <c>r_CTAS_examples</c>.</summary>
    private List<string> KeyColumns()
    {
        var columns = new List<string>();
        SkippedSymbol("(");
        do
            columns.Add(Here.Kind == TokenKind.Number ? Integer().ToString(CultureInfo.InvariantCulture) : Identifier());
        while (PassSymbol(","));
        SkippedSymbol(")");
        return columns;
    }

    private void Collation()
    {
        NotEmulated("COLLATE");
        if (!Pass("CASE_SENSITIVE") && !Pass("CS") && !Pass("CASE_INSENSITIVE"))
            Skipped("CI");
    }

    private string ColumnEncoding()
    {
        var name = Identifier(anyWord: true);
        return Encodings.Contains(name) ? name : throw new RedshiftException("0A000", $"unknown encoding \"{name}\"");
    }

    private void Identity(string when)
    {
        var (seed, step) = (1, 1);
        // Both may be left out: r_CREATE_TABLE_examples.
        if (PassSymbol("("))
        {
            seed = Integer();
            SkippedSymbol(",");
            step = Integer();
            SkippedSymbol(")");
        }

        Write(string.Create(
            CultureInfo.InvariantCulture,
            $"GENERATED {when} AS IDENTITY (START {seed} INCREMENT {step} MINVALUE {Math.Min(seed, 1)})"));
    }

    private void TableAttributes()
    {
        while (true)
        {
            if (Pass("DISTSTYLE"))
                _shape.Style = Is("AUTO") || Is("EVEN") || Is("KEY") || Is("ALL") ? Identifier(anyWord: true) : throw Unexpected();
            else if (Pass("DISTKEY"))
                _shape.Distribute(KeyColumns() is [var column] ? column : throw Unexpected());
            else if (Is("COMPOUND") || Is("INTERLEAVED") || Is("SORTKEY"))
                SortKey();
            else if (!Pass("ENCODE", "AUTO"))
                break;
        }
    }

    private void SortKey()
    {
        var isInterleaved = !Pass("COMPOUND") && Pass("INTERLEAVED");
        Skipped("SORTKEY");
        if (!Pass("AUTO"))
            _shape.SortKeys.AddRange(KeyColumns());
        var most = isInterleaved ? 8 : 400;
        if (_shape.SortKeys.Count > most)
            throw new RedshiftException("54011", $"cannot have more than {most} columns in a sort key");
    }
}
