using System.Globalization;
using System.Numerics;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Contabyx.RedshiftEmulator;

/// <summary>
/// The values of a Parquet column as the texts that COPY reads; a column of another type than the table's is refused
/// (<c>copy-usage_notes-copy-from-columnar</c>).
/// </summary>
internal static class ParquetValues
{
    private const string Stamp = "yyyy-MM-dd HH:mm:ss.ffffff";

    /// <summary>All values of a row group's column.</summary>
    /// <exception cref="RedshiftException">The types do not fit.</exception>
    public static Task<string?[]> ReadAsync(
        ParquetRowGroupReader group, DataField field, TargetColumn column, ObjectFile file, CancellationToken cancellation)
    {
        var type = field.ClrType;
        var text = CultureInfo.InvariantCulture;
        if (!Fits(type, column.TypeName))
            throw Incompatible(field, column, file);

        return type switch
        {
            _ when type == typeof(bool) => Of<bool>(value => value ? "t" : "f"),
            _ when type == typeof(short) => Of<short>(value => value.ToString(text)),
            _ when type == typeof(int) => Of<int>(value => value.ToString(text)),
            _ when type == typeof(long) => Of<long>(value => column.TypeName == "time"
                ? new TimeOnly(value * TimeSpan.TicksPerMicrosecond).ToString("HH:mm:ss.ffffff", text)
                : value.ToString(text)),
            _ when type == typeof(float) => Of<float>(value => value.ToString("R", text)),
            _ when type == typeof(double) => Of<double>(value => value.ToString("R", text)),
            _ when type == typeof(decimal) => Of<decimal>(value => value.ToString(text)),
            _ when type == typeof(BigDecimal) => Of<BigDecimal>(Wide),
            _ when type == typeof(DateOnly) => Of<DateOnly>(value => value.ToString("yyyy-MM-dd", text)),
            _ when type == typeof(DateTime) => Of<DateTime>(value =>
                value.ToString(column.TypeName == "date" ? "yyyy-MM-dd" : Stamp, text)
                + (column.TypeName == "timestamptz" ? "+00" : "")),
            _ when type == typeof(string) || type == typeof(ReadOnlyMemory<char>) =>
                Of<ReadOnlyMemory<char>>(value => value.ToString()),
            _ => Of<ReadOnlyMemory<byte>>(value => Convert.ToHexStringLower(value.Span)),
        };

        async Task<string?[]> Of<T>(Func<T, string> show)
            where T : struct
        {
            var rows = (int)group.RowCount;
            if (!field.IsNullable)
            {
                var required = new T[rows];
                await group.ReadAsync<T>(field, required.AsMemory(), null, cancellation).ConfigureAwait(false);
                return Array.ConvertAll(required, value => (string?)show(value));
            }

            var values = new T?[rows];
            await group.ReadAsync<T>(field, values.AsMemory(), null, cancellation).ConfigureAwait(false);
            return Array.ConvertAll(values, value => value is { } there ? show(there) : null);
        }
    }

    /// <summary>What Spectrum says of a column of another type: <c>c-spectrum-troubleshooting</c>.</summary>
    public static RedshiftException Incompatible(DataField field, TargetColumn column, ObjectFile file) => new(
        "XX000",
        "Spectrum Scan Error",
        $"code: 15001, File '{file.Url}' has an incompatible Parquet schema for column '{field.Name}'. "
        + $"Column type: {column.Type}, Parquet schema: {field.ClrType.Name}");

    private static bool Fits(Type type, string name) => name switch
    {
        "int2" => type == typeof(short) || type == typeof(int),
        "int4" => type == typeof(short) || type == typeof(int),
        "int8" => type == typeof(short) || type == typeof(int) || type == typeof(long),
        "numeric" => type == typeof(decimal) || type == typeof(BigDecimal),
        "float4" => type == typeof(float),
        "float8" => type == typeof(float) || type == typeof(double),
        "bool" => type == typeof(bool),
        "date" => type == typeof(DateOnly) || type == typeof(DateTime),
        "timestamp" or "timestamptz" => type == typeof(DateTime),
        "time" => type == typeof(long),
        "bytea" => type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>),
        "timetz" => false,
        _ => type == typeof(string) || type == typeof(ReadOnlyMemory<char>),
    };

    private static string Wide(BigDecimal value)
    {
        var digits = BigInteger.Abs(value.UnscaledValue).ToString(CultureInfo.InvariantCulture).PadLeft(value.Scale + 1, '0');
        var point = digits.Length - value.Scale;
        return $"{(value.UnscaledValue.Sign < 0 ? "-" : "")}{digits[..point]}.{digits[point..]}0";
    }
}
