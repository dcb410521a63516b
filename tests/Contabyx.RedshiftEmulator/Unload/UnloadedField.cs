using System.Globalization;
using System.Numerics;
using Parquet.Data;
using Parquet.Schema;

namespace Contabyx.RedshiftEmulator;

/// <summary>A column of an unloaded query.</summary>
/// <param name="Type">The oid of PostgreSQL's type.</param>
/// <param name="Modifier">Its dimensions, as PostgreSQL packs them; -1: none are known.</param>
internal sealed record UnloadedField(string Name, int Type, int Modifier)
{
    private const int WidestDecimal = 28;
    private static readonly CultureInfo Text = CultureInfo.InvariantCulture;
    private static readonly string[] Stamps = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF"];

    private int Precision => (Modifier - 4) >> 16;

    private int Scale => (Modifier - 4) & 65535;

    /// <summary>A new, empty column of a file: <c>unload-parquet-usage</c> in <c>r_UNLOAD</c>.</summary>
    public UnloadColumn Open() => Type switch
    {
        16 => Plain(text => text == "t"),
        21 => Plain(text => short.Parse(text, Text)),
        23 => Plain(text => int.Parse(text, Text)),
        20 => Plain(text => long.Parse(text, Text)),
        700 => Plain(text => float.Parse(text, Text)),
        701 => Plain(text => double.Parse(text, Text)),
        1700 => Number(),
        18 or 25 or 705 or 1042 or 1043 or 3802 => Characters(),
        1082 => Plain(text => DateOnly.ParseExact(InRange(text), "yyyy-MM-dd", Text)),
        // The time zone is not unloaded.
        1114 or 1184 => new UnloadColumnOf<DateTime>(
            new DateTimeDataField(Name, DateTimeFormat.Timestamp, false, DateTimeTimeUnit.Micros, true), Stamp),
        17 => throw new RedshiftException("0A000", $"UNLOAD of VARBYTE column \"{Name}\" to PARQUET is not supported"),
        _ => throw RedshiftException.NotEmulated($"UNLOAD of the type of \"{Name}\" to PARQUET"),
    };

    /// <summary>What MANIFEST VERBOSE calls the type.</summary>
    public string TypeName => Type switch
    {
        16 => "boolean",
        21 => "smallint",
        23 => "integer",
        20 => "bigint",
        700 => "real",
        701 => "double precision",
        1700 => "numeric",
        1082 => "date",
        1114 => "timestamp without time zone",
        1184 => "timestamp with time zone",
        1042 => "character",
        3802 => "super",
        _ => "character varying",
    };

    private UnloadColumnOf<T> Plain<T>(Func<string, T> read)
        where T : struct => new(new DataField(Name, typeof(T), true), read);

    private UnloadColumnOf<ReadOnlyMemory<char>> Characters() =>
        new(new DataField(Name, typeof(string), true), text => text.AsMemory());

    private UnloadColumn Number()
    {
        if (Modifier < 0)
            throw RedshiftException.NotEmulated($"UNLOAD of \"{Name}\", a DECIMAL whose precision PostgreSQL does not tell,");
        return Precision <= WidestDecimal
            ? new UnloadColumnOf<decimal>(
                new DecimalDataField(Name, Precision, Scale, isNullable: true), text => decimal.Parse(text, Text))
            : new UnloadColumnOf<BigDecimal>(
                new BigDecimalDataField(Name, Precision, Scale, isNullable: true),
                text => new BigDecimal(BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), Text), Precision, Scale));
    }

    private DateTime Stamp(string text) => DateTime.ParseExact(
        Type == 1184 && text.EndsWith("+00", StringComparison.Ordinal) ? InRange(text[..^3]) : InRange(text), Stamps, Text);

    // Years before 1 and after 9999: .NET has none.
    private string InRange(string text) => text.EndsWith("BC", StringComparison.Ordinal) || text.IndexOf('-', StringComparison.Ordinal) != 4
        ? throw RedshiftException.NotEmulated($"UNLOAD of the value {text} of \"{Name}\"")
        : text;
}
