using System.Text.Json;

namespace Contabyx.RedshiftEmulator;

/// <content>Changes of external tables and their partitions (<c>r_ALTER_TABLE_external-table</c>), and DROP of them.</content>
internal sealed partial class Grammar
{
    /// <summary>What ALTER TABLE has for external tables alone; NULL: something else.</summary>
    private Plan? AlterExternal()
    {
        var start = _at;
        var (schema, name) = Qualified(Parts(3));
        var table = $"{Quoted.Text(schema ?? "")}, {Quoted.Text(name)}";
        var call = "";
        if (Pass("ADD"))
        {
            var mayExist = Pass("IF", "NOT", "EXISTS");
            if (Is("PARTITION"))
                call = $"add_partitions({table}, {Partitions()}, {mayExist})";
        }
        else if (Is("DROP", "PARTITION"))
        {
            _at++;
            call = $"drop_partition({table}, {Partition()})";
        }
        else if (Is("PARTITION"))
        {
            call = $"set_location({table}, {Partition()}, ";
            Skipped("SET", "LOCATION");
            call += $"{Quoted.Text(Location())})";
        }
        else if (Pass("SET", "LOCATION"))
        {
            call = $"set_location({table}, NULL, {Quoted.Text(Location())})";
        }

        if (call.Length > 0)
        {
            return OnExternal(schema ?? throw Unqualified(), call) with
            {
                Tag = "ALTER TABLE",
                OnlyAlone = "ALTER EXTERNAL TABLE",
            };
        }

        _at = start;
        return null;
    }

    private string Partitions()
    {
        var partitions = new List<string>();
        while (Is("PARTITION"))
        {
            var values = Partition();
            Skipped("LOCATION");
            partitions.Add($"ROW({values}, {Quoted.Text(Location())})::redshift_emulator.new_partition");
        }

        // c-spectrum-external-tables.
        return partitions.Count <= 100
            ? $"ARRAY[{string.Join(", ", partitions)}]"
            : throw new RedshiftException("XX000", "at most 100 partitions can be added by one statement");
    }

    private string Partition()
    {
        Skipped("PARTITION");
        SkippedSymbol("(");
        var values = new Dictionary<string, string>();
        do
        {
            var name = Identifier();
            SkippedSymbol("=");
            var sign = PassSymbol("-") ? "-" : "";
            if (Here.Kind is not (TokenKind.Text or TokenKind.Number) || (sign.Length > 0 && Here.Kind == TokenKind.Text))
                throw Unexpected();
            if (!values.TryAdd(name, sign + tokens[_at++].Value))
                throw new RedshiftException("42701", $"partition column \"{name}\" specified more than once");
        }
        while (PassSymbol(","));
        SkippedSymbol(")");
        return $"{Quoted.Text(JsonSerializer.Serialize(values))}::jsonb";
    }

    /// <summary>DROP TABLE of external tables; NULL: they are others.</summary>
    private Plan? DropExternal(bool mayLack)
    {
        var start = _at;
        var names = new List<(string? Schema, string Name)>();
        do
            names.Add(Qualified(Parts(3)));
        while (PassSymbol(","));
        foreach (var (schema, name) in names)
            _named.Add(new NamedTable(schema, name, IsSource: false));
        var isExternal = names.ConvertAll(name => name.Schema is not null && context.Bound.ExternalSchemas.Contains(name.Schema));
        if (!isExternal.Contains(true))
        {
            _at = start;
            return null;
        }

        if (isExternal.Contains(false))
            NotEmulated("DROP TABLE of external tables and others");
        if (!Pass("CASCADE"))
            Pass("RESTRICT");
        var calls = names.ConvertAll(name =>
            $"PERFORM redshift_emulator.drop_external_table({Quoted.Text(name.Schema!)}, {Quoted.Text(name.Name)}, {mayLack}); ");
        return new Plan
        {
            Before = [.. names.Select(name => $"SELECT redshift_emulator.require_owner({Quoted.Text(name.Schema!)})")],
            Sql = $"DO {Quoted.Text($"BEGIN {string.Concat(calls)}END")}",
            Tag = "DROP TABLE",
            OnlyAlone = "DROP EXTERNAL TABLE",
        };
    }

    /// <summary>DROP SCHEMA: <c>r_DROP_SCHEMA</c>.</summary>
    private Plan DropSchema()
    {
        var exists = Pass("IF", "EXISTS") ? "IF EXISTS " : "";
        var names = new List<string>();
        do
            names.Add(Identifier());
        while (PassSymbol(","));
        var dropsDatabase = Pass("DROP", "EXTERNAL", "DATABASE");
        var cascade = Pass("CASCADE");
        if (!cascade)
            Pass("RESTRICT");
        var quoted = string.Join(", ", names.Select(Quoted.Name));
        return new Plan
        {
            Before = dropsDatabase
                ? [.. names.Select(name => $"SELECT redshift_emulator.drop_external_database({Quoted.Text(name)}, {cascade})")]
                : [],
            Sql = $"DROP SCHEMA {exists}{quoted}{(cascade ? " CASCADE" : "")}",
        };
    }

    /// <summary>Nothing but queries is done with external tables: <c>c-using-spectrum</c>.</summary>
    private RedshiftException NotOnExternal() => tokens[0].Value.ToUpperInvariant() switch
    {
        // r_INSERT_external_table
        "INSERT" => RedshiftException.NotEmulated("INSERT into an external table"),
        // r_GRANT
        "GRANT" or "REVOKE" => RedshiftException.NotSupported("GRANT and REVOKE on external tables are"),
        "CREATE" or "COPY" => new RedshiftException("0A000", "Operations on local objects in external schema are not enabled."),
        "ALTER" when Is("RENAME", "TO") => new RedshiftException("0A000", "Unsupported operation. [Cannot rename external tables.]"),
        "ALTER" => RedshiftException.NotEmulated("ALTER TABLE of the columns of an external table"),
        var word => RedshiftException.NotSupported($"{word} of an external table is"),
    };
}
