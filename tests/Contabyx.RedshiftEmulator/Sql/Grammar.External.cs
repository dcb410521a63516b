using System.Text.Json;

namespace Contabyx.RedshiftEmulator;

/// <content>
/// External schemas and tables: <c>r_CREATE_EXTERNAL_SCHEMA</c>, <c>r_CREATE_EXTERNAL_TABLE</c>, <c>r_ALTER_TABLE</c>. The functions
/// of <c>external.sql</c> keep them.
/// </content>
internal sealed partial class Grammar
{
    // The types that r_CREATE_EXTERNAL_TABLE lists.
    private static readonly HashSet<TypeFamily> OfFiles =
    [
        TypeFamily.Integer, TypeFamily.Decimal, TypeFamily.Float, TypeFamily.Boolean, TypeFamily.Char, TypeFamily.Date,
    ];

    // Properties that change nothing that the emulator does.
    private static readonly HashSet<string> HarmlessProperties = new(StringComparer.Ordinal)
    {
        "numRows", "write.parallel", "write.maxfilesize.mb", "write.kms.key.id", "classification", "typeOfData", "EXTERNAL",
    };

    private Plan CreateExternal()
    {
        if (Pass("SCHEMA"))
            return CreateExternalSchema();
        if (Pass("TABLE"))
            return CreateExternalTable();
        _at--;
        throw NotCreated();
    }

    private Plan CreateExternalSchema()
    {
        var mayExist = Pass("IF", "NOT", "EXISTS");
        var name = Identifier();
        Skipped("FROM");
        Pass("DATA", "CATALOG");
        string? database = null;
        string? role = null;
        var creates = false;
        var given = new HashSet<string>();
        while (Here.Kind != TokenKind.End)
        {
            var word = Here.Value.ToUpperInvariant();
            if (!given.Add(word))
                throw Unexpected();
            _at++;
            switch (word)
            {
                case "DATABASE":
                    database = Literal().ToLowerInvariant();
                    break;
                case "REGION":
                    Literal();
                    break;
                case "IAM_ROLE":
                    role = Pass("DEFAULT") ? "default" : Literal();
                    break;
                case "CATALOG_ROLE" or "CATALOG_ID":
                    NotEmulated($"CREATE EXTERNAL SCHEMA {word}");
                    Literal();
                    break;
                case "CREATE":
                    Skipped("EXTERNAL", "DATABASE", "IF", "NOT", "EXISTS");
                    creates = true;
                    break;
                default:
                    _at--;
                    throw Unexpected();
            }
        }

        if (database is null)
            throw new RedshiftException("42601", "CREATE EXTERNAL SCHEMA FROM DATA CATALOG requires DATABASE");
        if (role is null)
            throw new RedshiftException("42601", "CREATE EXTERNAL SCHEMA requires IAM_ROLE");
        if (role == "SESSION")
            NotEmulated("IAM_ROLE 'SESSION'");
        var call = $"redshift_emulator.create_external_schema({Quoted.Text(name)}, {Quoted.Text(database)}, {Quoted.Text(role)}, "
            + $"{creates}, {mayExist})";
        return Perform(call) with
        {
            Before = [$"CREATE SCHEMA {(mayExist ? "IF NOT EXISTS " : "")}{Quoted.Name(name)}"],
            Tag = "CREATE SCHEMA",
            Role = role,
            NewName = new NamedTable(name, "", IsSource: false),
        };
    }

    private Plan CreateExternalTable()
    {
        var (schema, name) = ExternalName();
        SkippedSymbol("(");
        var columns = ExternalColumns(isKey: false);
        var keys = new List<FileColumn>();
        if (Pass("PARTITIONED", "BY"))
        {
            SkippedSymbol("(");
            keys = ExternalColumns(isKey: true);
        }

        var format = FileFormat();
        Skipped("LOCATION");
        var location = Location();
        var properties = Pass("TABLE", "PROPERTIES") ? Properties() : "{}";
        if (format != "PARQUET")
            NotEmulated($"STORED AS {format}");
        CheckNames(columns.Concat(keys));
        return OnExternal(schema, $"create_external_table({Quoted.Text(schema)}, {Quoted.Text(name)}, {Json(columns)}, {Json(keys)}, "
            + $"{Quoted.Text(location)}, {Quoted.Text(properties)})") with
        {
            Tag = "CREATE EXTERNAL TABLE",
            OnlyAlone = "CREATE EXTERNAL TABLE",
        };
    }

    private (string Schema, string Name) ExternalName()
    {
        var (schema, name) = Qualified(Parts(3));
        return (schema ?? throw Unqualified(), name);
    }

    private static RedshiftException Unqualified() => new("42601", "External tables must be qualified by an external schema");

    private List<FileColumn> ExternalColumns(bool isKey)
    {
        var columns = new List<FileColumn>();
        do
        {
            var name = Identifier();
            if (Next.IsSymbol("<"))
            {
                NotEmulated("Nested types");
                PassNested();
                continue;
            }

            var start = _at;
            var type = ReadType();
            if (type.Family == TypeFamily.Varbyte && !isKey)
                NotEmulated("VARBYTE in an external table");
            else if (!OfFiles.Contains(type.Family) && type.Sql != "timestamp")
                throw RedshiftException.NotSupported($"Type {sql[tokens[start].Start..tokens[_at - 1].End]} for external tables is");
            columns.Add(new FileColumn(name, type.Sql));
        }
        while (PassSymbol(","));
        SkippedSymbol(")");
        return columns;
    }

    private string FileFormat()
    {
        if (Pass("ROW", "FORMAT"))
        {
            NotEmulated("ROW FORMAT");
            if (!Attempt(SyntaxForms.Part("rowformat")!, () => true))
                throw Unexpected();
        }

        Skipped("STORED", "AS");
        if (Pass("INPUTFORMAT"))
        {
            Literal();
            Skipped("OUTPUTFORMAT");
            Literal();
            return "INPUTFORMAT";
        }

        var word = Here.Value.ToUpperInvariant();
        if (word is not ("PARQUET" or "RCFILE" or "SEQUENCEFILE" or "TEXTFILE" or "ORC" or "AVRO"))
            throw Unexpected();
        _at++;
        return word;
    }

    private string Location()
    {
        var location = Literal();
        return location.StartsWith("s3://", StringComparison.Ordinal)
            ? location
            : throw new RedshiftException("XX000", $"Invalid S3 path: {location}");
    }

    private string Properties()
    {
        var properties = new Dictionary<string, string>();
        SkippedSymbol("(");
        do
        {
            var name = Literal();
            SkippedSymbol("=");
            properties[name] = Literal();
            if (!HarmlessProperties.Contains(name))
                NotEmulated($"Table property '{name}'");
        }
        while (PassSymbol(","));
        SkippedSymbol(")");
        return JsonSerializer.Serialize(properties);
    }

    private static void CheckNames(IEnumerable<FileColumn> columns)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, _) in columns)
        {
            if (name is "$path" or "$size" or "$spectrum_oid" || !names.Add(name))
                throw new RedshiftException("42701", $"column \"{name}\" specified more than once or reserved");
        }
    }

    private Plan OnExternal(string schema, string call) =>
        Perform($"redshift_emulator.{call}") with { Before = [$"SELECT redshift_emulator.require_owner({Quoted.Text(schema)})"] };

    private static Plan Perform(string call) => new() { Sql = $"DO {Quoted.Text($"BEGIN PERFORM {call}; END")}" };

    private static string Json(List<FileColumn> columns) => $"{Quoted.Text(JsonSerializer.Serialize(columns))}::jsonb";
}
