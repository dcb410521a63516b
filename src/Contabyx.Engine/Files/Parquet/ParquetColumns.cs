using System.Numerics;
using System.Text;
using Contabyx.Engine.Rows;
using Parquet.Data;
using Parquet.Schema;

namespace Contabyx.Engine.Files.Parquet;

/// <summary>Chooses how the values of a column are written to Parquet.</summary>
internal static class ParquetColumns
{
    private const int DaysBefore1970 = 719_162;

    public static ParquetColumn For(ColumnSchema column)
    {
        var (name, type, nullable) = column;
        return type.Kind switch
        {
            ColumnKind.Boolean => Plain(column, (vector, row) => vector.Longs[row] != 0),
            ColumnKind.Int16 => Plain(column, (vector, row) => (short)vector.Longs[row]),
            ColumnKind.Int32 => Plain(column, (vector, row) => (int)vector.Longs[row]),
            ColumnKind.Int64 => Plain(column, (vector, row) => vector.Longs[row]),
            ColumnKind.Float32 => Plain(column, (vector, row) => (float)vector.Doubles[row]),
            ColumnKind.Float64 => Plain(column, (vector, row) => vector.Doubles[row]),
            ColumnKind.Date => Plain(
                column, (vector, row) => DateOnly.FromDayNumber((int)vector.Longs[row] + DaysBefore1970)),
            ColumnKind.Decimal when type.Storage == ColumnStorage.Wide => new ParquetColumnOf<BigDecimal>(
                new BigDecimalDataField(name, type.Precision, type.Scale, isNullable: nullable),
                (vector, row) => new((BigInteger)vector.Wides[row], type.Precision, type.Scale)),
            ColumnKind.Decimal => new ParquetColumnOf<decimal>(
                new DecimalDataField(name, type.Precision, type.Scale, isNullable: nullable),
                (vector, row) => Decimal(vector.Longs[row], type.Scale)),
            ColumnKind.Text => new ParquetColumnOf<ReadOnlyMemory<char>>(
                new DataField(name, typeof(string), nullable),
                (vector, row) => Encoding.UTF8.GetString(vector.GetBytes(row)).AsMemory()),
            ColumnKind.Binary => new ParquetColumnOf<ReadOnlyMemory<byte>>(
                new DataField(name, typeof(byte[]), nullable),
                (vector, row) => vector.GetBytes(row).ToArray()),
            ColumnKind.Time => new ParquetColumnOf<long>(
                new TimeDataField(name, TimeUnitPrecision.Micros, nullable) { IsAdjustedToUtc = false },
                (vector, row) => vector.Longs[row]),
            ColumnKind.Timestamp or ColumnKind.TimestampTz => new ParquetColumnOf<DateTime>(
                new DateTimeDataField(
                    name,
                    DateTimeFormat.Timestamp,
                    isAdjustedToUTC: type.Kind == ColumnKind.TimestampTz,
                    DateTimeTimeUnit.Micros,
                    nullable),
                (vector, row) => DateTime.UnixEpoch.AddTicks(vector.Longs[row] * TimeSpan.TicksPerMicrosecond)),
            _ => throw new ArgumentOutOfRangeException(nameof(column), type.Kind, "This kind of column cannot be written as Parquet."),
        };
    }

    private static ParquetColumnOf<T> Plain<T>(ColumnSchema column, Func<ColumnVector, int, T> read)
        where T : struct =>
        new(new DataField(column.Name, typeof(T), column.Nullable), read);

    private static decimal Decimal(long unscaled, int scale)
    {
        var magnitude = unscaled < 0 ? 0UL - (ulong)unscaled : (ulong)unscaled;
        return new decimal((int)magnitude, (int)(magnitude >> 32), 0, unscaled < 0, (byte)scale);
    }
}
