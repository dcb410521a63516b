using System.Globalization;

namespace Contabyx.RedshiftEmulator;

/// <content>CREATE TABLE: <c>r_CREATE_TABLE_NEW</c>. Keys are kept for the catalogue and never enforced.</content>
internal sealed partial class Grammar
{
    private TableShape _shape = new();

    private Plan Create()
    {
        Skipped("CREATE");
        if (Pass("SCHEMA"))
            return CreateSchema();
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
        if (AtName && Here.Value.StartsWith('#'))
            throw Unexpected();
        var name = TableName();
        _shape = new TableShape();
        if (Is("AS") || !IsSymbol("("))
            throw Is("AS") ? RedshiftException.NotEmulated("CREATE TABLE AS") : Unexpected();
        var columns = Capture(() =>
        {
            ExpectSymbol("(");
            List(TableElement);
            ExpectSymbol(")");
        });
        Pass("BACKUP", "YES");
        Pass("BACKUP", "NO");
        TableAttributes();
        if (Is("AS"))
            throw RedshiftException.NotEmulated("CREATE TABLE AS");
        var exists = ifNotExists ? "IF NOT EXISTS " : "";
        return new Plan
        {
            Sql = $"CREATE {(temporary ? "TEMP " : "")}TABLE {exists}{name} {columns}",
            After = [_shape.Describe(name, ifNotExists)],
        };
    }

    private Plan CreateSchema()
    {
        var exists = Pass("IF", "NOT", "EXISTS") ? "IF NOT EXISTS " : "";
        return new Plan { Sql = $"CREATE SCHEMA {exists}{Quoted.Name(Identifier())}" };
    }

    /// <summary>CREATE VIEW: <c>r_CREATE_VIEW</c>. It is bound to its tables, unless WITH NO SCHEMA BINDING says otherwise.</summary>
    private Plan CreateView(bool replace)
    {
        var name = TableName();
        var columns = IsSymbol("(") ? Capture(ColumnList) : "";
        Skipped("AS");
        var query = Capture(Query);
        if (Is("WITH"))
            throw RedshiftException.NotEmulated("CREATE VIEW WITH NO SCHEMA BINDING");

        // OFFSET keeps PostgreSQL from passing changes of the view on to its table, which Redshift does not do either.
        return new Plan { Sql = $"CREATE {(replace ? "OR REPLACE " : "")}VIEW {name} {columns} AS SELECT * FROM ({query}) q OFFSET 0" };
    }

    private RedshiftException NotCreated()
    {
        if (Is("UNIQUE"))
            _at++;
        var what = Here.Value.ToUpperInvariant();
        return what is "VIEW" or "USER" or "GROUP" or "ROLE" or "DATABASE" or "PROCEDURE" or "FUNCTION" or "EXTERNAL"
            or "MATERIALIZED" or "OR" or "LIBRARY" or "DATASHARE" or "MODEL" or "TEMPLATE"
            ? RedshiftException.NotEmulated($"CREATE {what}")
            : RedshiftException.NotSupported($"SQL command \"CREATE {what}\"");
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
            _shape.Encodings[name] = Identifier(anyWord: true);
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
        else if (Is("COLLATE"))
            throw RedshiftException.NotEmulated("COLLATE");
        else if (Is("CHECK"))
            throw RedshiftException.NotSupported("CHECK constraint is");
        else
            return false;
        return true;
    }

    private void Identity(string when)
    {
        SkippedSymbol("(");
        var seed = Integer();
        SkippedSymbol(",");
        var step = Integer();
        SkippedSymbol(")");
        Write(string.Create(
            CultureInfo.InvariantCulture,
            $"GENERATED {when} AS IDENTITY (START {seed} INCREMENT {step} MINVALUE {Math.Min(seed, 1)})"));
    }

    private void TableAttributes()
    {
        while (true)
        {
            if (Pass("DISTSTYLE"))
                _shape.Style = Identifier(anyWord: true);
            else if (Pass("DISTKEY"))
                _shape.Distribute(ColumnNames()[0]);
            else if (Is("COMPOUND") || Is("INTERLEAVED") || Is("SORTKEY"))
                SortKey();
            else if (!Pass("ENCODE", "AUTO"))
                break;
        }

        _shape.Check();
    }

    private void SortKey()
    {
        if (!Pass("COMPOUND"))
            Pass("INTERLEAVED");
        Skipped("SORTKEY");
        if (!Pass("AUTO"))
            _shape.SortKeys.AddRange(ColumnNames());
    }
}
