using System.Globalization;

namespace Contabyx.RedshiftEmulator;

/// <content>ALTER TABLE and DROP (<c>r_ALTER_TABLE</c>, <c>r_DROP_TABLE</c>), COMMENT and ANALYZE.</content>
internal sealed partial class Grammar
{
    private Plan Alter()
    {
        Skipped("ALTER");
        if (!Pass("TABLE"))
        {
            throw SyntaxForms.Of("ALTER").Any(form => form.HasSecond(Here.Value.ToUpperInvariant()))
                ? FormError()
                : RedshiftException.NotSupported($"SQL command \"ALTER {Here.Value.ToUpperInvariant()}\" is");
        }

        if (AlterExternal() is { } external)
            return external;
        var table = TableName();
        var plan = AlterAction(table);
        if (IsSymbol(","))
            throw RedshiftException.Syntax(",");
        return plan;
    }

    private Plan AlterAction(string table)
    {
        if (Pass("ADD"))
            return Add(table);
        if (Pass("DROP"))
            return DropPart(table);
        if (Pass("RENAME"))
            return Rename(table);
        if (Pass("ALTER"))
            return AlterColumn(table);
        throw FormError();
    }

    private Plan Add(string table)
    {
        _shape = new TableShape();
        if (Is("CONSTRAINT") || Is("PRIMARY") || Is("UNIQUE") || Is("FOREIGN"))
        {
            Capture(TableKey);
            return new Plan { Sql = "DO 'BEGIN END'", Tag = "ALTER TABLE", After = [_shape.Describe(table, false)] };
        }

        Pass("COLUMN");
        var column = Capture(Column);
        if (column.Contains("NOT NULL", StringComparison.Ordinal) && !column.Contains("DEFAULT", StringComparison.Ordinal))
        {
            throw new RedshiftException(
                "42601", "ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default expression");
        }

        if (column.Contains("IDENTITY", StringComparison.Ordinal) || _shape.Keys.Count > 0 || _shape.SortKeys.Count > 0)
            throw RedshiftException.NotSupported("ALTER TABLE ADD COLUMN with IDENTITY or a key is");
        return new Plan
        {
            Sql = $"ALTER TABLE {table} ADD COLUMN {column}",
            After = [$"SELECT redshift_emulator.describe_column({Quoted.Text(table)}, {Quoted.Text(_shape.ToJson())})"],
        };
    }

    private Plan DropPart(string table)
    {
        Pass("COLUMN");
        var column = Identifier();
        var cascade = Pass("CASCADE") ? " CASCADE" : "";
        Pass("RESTRICT");
        return new Plan
        {
            Before = [$"SELECT redshift_emulator.require_plain({Quoted.Text(table)}, {Quoted.Text(column)})"],
            Sql = $"ALTER TABLE {table} DROP COLUMN {Quoted.Name(column)}{cascade}",
        };
    }

    private Plan Rename(string table)
    {
        if (Pass("TO"))
        {
            var name = Identifier();
            return new Plan
            {
                Sql = $"ALTER TABLE {table} RENAME TO {Quoted.Name(name)}",
                NewName = new NamedTable(null, name, IsSource: true),
            };
        }


        Pass("COLUMN");
        var column = Identifier();
        Skipped("TO");
        var to = SystemColumns.Refuse(Identifier());
        return new Plan { Sql = $"ALTER TABLE {table} RENAME COLUMN {Quoted.Name(column)} TO {Quoted.Name(to)}" };
    }

    private Plan AlterColumn(string table)
    {
        Pass("COLUMN");
        var column = Identifier();
        if (Is("SET") || Is("DROP"))
            throw RedshiftException.NotSupported("ALTER COLUMN SET/DROP is");
        Skipped("TYPE");
        var type = ReadType();
        if (type.Family != TypeFamily.Char || !type.Sql.StartsWith("varchar", StringComparison.Ordinal))
            throw RedshiftException.NotSupported("ALTER COLUMN TYPE to other types than VARCHAR is");
        var check = ByteLimit.Check(column, type.Bytes);
        var call = string.Create(
            CultureInfo.InvariantCulture,
            $"PERFORM redshift_emulator.widen({Quoted.Text(table)}, {Quoted.Text(column)}, {type.Bytes}, {Quoted.Text(check)})");
        return new Plan
        {
            Sql = $"DO {Quoted.Text($"BEGIN {call}; END")}",
            Tag = "ALTER TABLE",
            OnlyAlone = "ALTER TABLE ALTER COLUMN",
        };
    }

    private Plan Drop()
    {
        Skipped("DROP");
        if (Pass("SCHEMA"))
            return DropSchema();
        var what = Pass("TABLE") ? "TABLE" : Pass("VIEW") ? "VIEW" : null;
        if (what is null)
        {
            throw SyntaxForms.Of("DROP").Any(form => form.HasSecond(Here.Value.ToUpperInvariant()))
                ? FormError()
                : RedshiftException.NotSupported($"SQL command \"DROP {Here.Value.ToUpperInvariant()}\" is");
        }

        var exists = Pass("IF", "EXISTS") ? "IF EXISTS " : "";
        if (what == "TABLE" && DropExternal(exists.Length > 0) is { } external)
            return external;
        var names = Capture(() => List(() => Write(TableName())));
        var cascade = Pass("CASCADE") ? " CASCADE" : "";
        Pass("RESTRICT");
        return new Plan { Sql = $"DROP {what} {exists}{names}{cascade}" };
    }

    private void Comment()
    {
        Expect("COMMENT", "ON");
        if (Take("TABLE"))
        {
            Write(TableName());
        }
        else
        {
            Expect("COLUMN");
            Write(ColumnOfTable());
        }

        Expect("IS");
        Write(Take("NULL") ? "" : Quoted.Text(Literal()));
    }

    private Plan Analyze()
    {
        _at++;
        Pass("VERBOSE");
        var table = AtName && !Is("PREDICATE") ? TableName() : "";
        if (table.Length > 0 && IsSymbol("("))
            ColumnNames();
        if (!Pass("PREDICATE", "COLUMNS"))
            Pass("ALL", "COLUMNS");
        return new Plan { Sql = $"ANALYZE {table}" };
    }
}
