using System.Globalization;
using System.Text.Json.Serialization;

namespace Contabyx;

/// <summary>The type of a column: its kind, with the limits that the kind has.</summary>
/// <param name="Kind">What the column carries.</param>
/// <param name="Length">
/// Most bytes of a value; only for <see cref="ColumnKind.Text"/> and <see cref="ColumnKind.Binary"/>, else 0.
/// </param>
/// <param name="Precision">Digits in all, 1 to 38; only for <see cref="ColumnKind.Decimal"/>, else 0.</param>
/// <param name="Scale">
/// Digits after the point, 0 to <paramref name="Precision"/>; only for <see cref="ColumnKind.Decimal"/>, else 0.
/// </param>
public readonly record struct ColumnType(ColumnKind Kind, int Length = 0, int Precision = 0, int Scale = 0)
{
    /// <summary>The most digits of a decimal whose unscaled value fits 64 bits.</summary>
    public const int NarrowPrecision = 18;

    /// <summary>Where <c>ColumnVector</c> keeps values of this type.</summary>
    [JsonIgnore]
    public ColumnStorage Storage => Kind switch
    {
        ColumnKind.Decimal when Precision > NarrowPrecision => ColumnStorage.Wide,
        ColumnKind.Float32 or ColumnKind.Float64 => ColumnStorage.Double,
        ColumnKind.Text or ColumnKind.Binary => ColumnStorage.Bytes,
        _ => ColumnStorage.Long,
    };

    /// <summary>A decimal of the given digits.</summary>
    /// <param name="precision">Digits in all, 1 to 38.</param>
    /// <param name="scale">Digits after the point.</param>
    public static ColumnType Decimal(int precision, int scale) =>
        new(ColumnKind.Decimal, Precision: precision, Scale: scale);

    /// <summary>Text of at most <paramref name="bytes"/> UTF-8 bytes.</summary>
    /// <param name="bytes">The limit, in bytes.</param>
    public static ColumnType Text(int bytes) => new(ColumnKind.Text, bytes);

    /// <summary>A type without limits.</summary>
    /// <param name="kind">Any kind but decimal, text and binary.</param>
    public static ColumnType Of(ColumnKind kind) => new(kind);

    /// <summary>The type as both Redshift and DuckDB write it, such as <c>DECIMAL(18,2)</c>.</summary>
    public override string ToString() => Kind switch
    {
        ColumnKind.Boolean => "BOOLEAN",
        ColumnKind.Int16 => "SMALLINT",
        ColumnKind.Int32 => "INTEGER",
        ColumnKind.Int64 => "BIGINT",
        ColumnKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({Precision},{Scale})"),
        ColumnKind.Float32 => "REAL",
        ColumnKind.Float64 => "DOUBLE PRECISION",
        ColumnKind.Text => string.Create(CultureInfo.InvariantCulture, $"VARCHAR({Length})"),
        ColumnKind.Date => "DATE",
        ColumnKind.Time => "TIME",
        ColumnKind.Timestamp => "TIMESTAMP",
        ColumnKind.TimestampTz => "TIMESTAMPTZ",
        ColumnKind.Binary => string.Create(CultureInfo.InvariantCulture, $"VARBYTE({Length})"),
        _ => Kind.ToString(),
    };
}
