namespace Contabyx.RedshiftEmulator;

/// <content>Types: <c>c_Supported_data_types</c> and <c>c_unsupported-postgresql-datatypes</c>.</content>
internal sealed partial class Grammar
{
    private static readonly Dictionary<string, ColumnType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SMALLINT"] = new("smallint", TypeFamily.Integer), ["INT2"] = new("smallint", TypeFamily.Integer),
        ["INTEGER"] = new("integer", TypeFamily.Integer), ["INT"] = new("integer", TypeFamily.Integer),
        ["INT4"] = new("integer", TypeFamily.Integer), ["BIGINT"] = new("bigint", TypeFamily.Integer),
        ["INT8"] = new("bigint", TypeFamily.Integer), ["REAL"] = new("real", TypeFamily.Float),
        ["FLOAT4"] = new("real", TypeFamily.Float), ["FLOAT8"] = new("double precision", TypeFamily.Float),
        ["FLOAT"] = new("double precision", TypeFamily.Float), ["BOOLEAN"] = new("boolean", TypeFamily.Boolean),
        ["BOOL"] = new("boolean", TypeFamily.Boolean), ["DATE"] = new("date", TypeFamily.Date),
        ["TIMETZ"] = new("timetz", TypeFamily.Time), ["TIMESTAMPTZ"] = new("timestamptz", TypeFamily.Time),
        ["SUPER"] = new("jsonb", TypeFamily.Super),
        ["TEXT"] = new("varchar(256)", TypeFamily.Char, 256), ["BPCHAR"] = new("char(256)", TypeFamily.Char, 256),
    };

    private static readonly HashSet<string> Unsupported = new(StringComparer.Ordinal)
    {
        "uuid", "json", "jsonb", "bytea", "money", "xml", "inet", "cidr", "macaddr", "bit", "serial", "bigserial",
        "smallserial", "hstore", "point", "enum", "tsvector", "interval", "name", "oid", "regclass", "box", "circle", "line", "lseg",
        "path", "polygon", "tsquery", "txid_snapshot", "int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange", "varbit",
    };

    private bool IsTypeWord => Is("TIMESTAMP") || Is("BINARY") || Is("INTERVAL");

    private ColumnType ReadType()
    {
        if (Here.Kind != TokenKind.Word || (ReservedWords.Contains(Here.Value) && !IsTypeWord))
            throw Unexpected();
        var name = tokens[_at++].Value.ToUpperInvariant();
        var type = name switch
        {
            "DOUBLE" => Double(),
            "DECIMAL" or "NUMERIC" or "DEC" => Decimal(),
            "VARCHAR" or "NVARCHAR" => Text("varchar", 256, 65535),
            "CHAR" or "NCHAR" => Text("char", 1, 4096),
            "CHARACTER" => Pass("VARYING") ? Text("varchar", 256, 65535) : Text("char", 1, 4096),
            "VARBYTE" or "VARBINARY" => Varbyte(),
            "BINARY" when Pass("VARYING") => Varbyte(),
            "TIME" or "TIMESTAMP" => WithZone(name),
            "DATETIME" => WithZone("TIMESTAMP"),
            "GEOMETRY" or "GEOGRAPHY" or "HLLSKETCH" => Absent(name),
            "INTERVAL" when Capture(() => IntervalQualifier()).Length > 0 => Absent(name),
            _ => Types.GetValueOrDefault(name) ?? throw UnknownType(name.ToLowerInvariant()),
        };
        return IsSymbol("[") ? throw RedshiftException.NotSupported($"Column type \"{name}[]\" is") : type;
    }

    private ColumnType Absent(string name)
    {
        NotEmulated($"Type {name}");
        return Types["TEXT"];
    }

    private static RedshiftException UnknownType(string name) => Unsupported.Contains(name)
        ? RedshiftException.NotSupported($"Column type \"{name}\" is")
        : new RedshiftException("42704", $"type \"{name}\" does not exist");

    /// <summary>
    /// What a value may be cast to: columns may not have the first of these (<c>r_FROM_clause-pivot-unpivot-examples</c>), and the
    /// others are known on the leader node (<c>r_COMMENT</c>).
    /// </summary>
    private string CastType()
    {
        if (Pass("INTERVAL"))
            return $"interval {Capture(() => IntervalQualifier())}";
        if (!Is("REGCLASS") && !Is("OID") && !Is("NAME") && (Here.Kind != TokenKind.Quoted || Here.Value != "char"))
            return ReadType().Sql;
        _leaderOnly = Here.Value.ToLowerInvariant();
        return tokens[_at++].Kind == TokenKind.Quoted ? "\"char\"" : _leaderOnly;
    }

    private ColumnType Double()
    {
        Skipped("PRECISION");
        return Types["FLOAT8"];
    }

    /// <summary>DECIMAL is DECIMAL(18,0), at most 38 digits: <c>r_Numeric_types201</c>.</summary>
    private ColumnType Decimal()
    {
        var (precision, scale) = (18, 0);
        if (PassSymbol("("))
        {
            precision = Integer();
            scale = PassSymbol(",") ? Integer() : 0;
            SkippedSymbol(")");
        }

        if (precision is < 1 or > 38)
            throw new RedshiftException("22023", $"DECIMAL precision {precision} must be between 1 and 38");
        if (scale > Math.Min(37, precision))
            throw new RedshiftException("22023", $"DECIMAL scale {scale} must be between 0 and precision {precision}");
        return new ColumnType($"numeric({precision},{scale})", TypeFamily.Decimal);
    }

    /// <summary>Lengths are bytes: <c>r_Character_types</c>.</summary>
    private ColumnType Text(string sqlName, int ordinary, int most)
    {
        var length = Length(ordinary, most, sqlName);
        return new ColumnType($"{sqlName}({length})", TypeFamily.Char, length);
    }

    private ColumnType Varbyte() => new("bytea", TypeFamily.Varbyte, Length(64000, 16777216, "varbyte"));

    private int Length(int ordinary, int most, string type)
    {
        if (!PassSymbol("("))
            return ordinary;
        var length = Pass("MAX") ? most : Integer();
        SkippedSymbol(")");
        if (length < 1)
            throw new RedshiftException("22023", $"length for type {type} must be at least 1");
        return length <= most
            ? length
            : throw new RedshiftException("22023", $"length for type {type} cannot exceed {most}");
    }

    private ColumnType WithZone(string name)
    {
        if (IsSymbol("("))
            throw RedshiftException.NotSupported($"{name} with a precision is");
        if (Pass("WITH", "TIME", "ZONE"))
            return Types[name + "TZ"];
        Pass("WITHOUT", "TIME", "ZONE");
        return new ColumnType(name.ToLowerInvariant(), TypeFamily.Time);
    }
}
