using System.Runtime.CompilerServices;
using Contabyx.Engine.Rows;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>Chooses how the values of a column are read, and reads plain numbers itself.</summary>
internal static class MySqlFields
{
    /// <summary>Chooses the field of a column.</summary>
    /// <param name="column">The column at the source.</param>
    /// <param name="type">The type that carries it.</param>
    /// <param name="zeroDates">How to handle dates that are not in the calendar.</param>
    public static MySqlField Of(MySqlColumn column, ColumnType type, ZeroDatePolicy zeroDates) => type.Kind switch
    {
        ColumnKind.Boolean or ColumnKind.Int64 when column.DataType == "bit" => new BitField(),
        ColumnKind.Boolean or ColumnKind.Int16 or ColumnKind.Int32 => new IntegerOfMySql(),
        ColumnKind.Int64 => new LongOfMySql(),
        ColumnKind.Decimal when column.DataType == "bit" => new UnsignedField(),
        ColumnKind.Decimal when type.Storage == ColumnStorage.Wide => new MySqlWideField(),
        ColumnKind.Decimal => new NarrowDecimalField(),
        ColumnKind.Float32 => new SingleField(),
        ColumnKind.Float64 => new DoubleField(),
        ColumnKind.Date => new MySqlDateField(1, zeroDates),
        ColumnKind.Timestamp or ColumnKind.TimestampTz =>
            new MySqlDateField(MySqlDateField.MicrosecondsPerDay, zeroDates),
        _ => new MySqlBytesField(),
    };

    private sealed class IntegerOfMySql : MySqlField
    {
        public override int Read(MySqlDataReader reader, int ordinal, ColumnVector vector, int row)
        {
            vector.Longs[row] = reader.GetInt32(ordinal);
            return 0;
        }
    }

    private sealed class LongOfMySql : MySqlField
    {
        public override int Read(MySqlDataReader reader, int ordinal, ColumnVector vector, int row)
        {
            vector.Longs[row] = reader.GetInt64(ordinal);
            return 0;
        }
    }

    // The expression gives bits as numbers without a sign; fewer than 64 of them fit.
    private sealed class BitField : MySqlField
    {
        public override int Read(MySqlDataReader reader, int ordinal, ColumnVector vector, int row)
        {
            vector.Longs[row] = (long)reader.GetUInt64(ordinal);
            return 0;
        }
    }

    private sealed class UnsignedField : MySqlField
    {
        public override int Read(MySqlDataReader reader, int ordinal, ColumnVector vector, int row)
        {
            vector.Wides[row] = reader.GetUInt64(ordinal);
            return 0;
        }
    }

    // The server sends all digits of the scale, so the digits without the decimal point are the unscaled value.
    private sealed class NarrowDecimalField : MySqlField
    {
        public override int Read(MySqlDataReader reader, int ordinal, ColumnVector vector, int row)
        {
            var value = reader.GetDecimal(ordinal);
            Bits bits = default;
            decimal.GetBits(value, bits);
            var unscaled = ((long)bits[1] << 32) | (uint)bits[0];
            vector.Longs[row] = bits[3] < 0 ? -unscaled : unscaled;
            return 0;
        }

        [InlineArray(4)]
        private struct Bits
        {
            private int _first;
        }
    }

    private sealed class SingleField : MySqlField
    {
        public override int Read(MySqlDataReader reader, int ordinal, ColumnVector vector, int row)
        {
            vector.Doubles[row] = reader.GetFloat(ordinal);
            return 0;
        }
    }

    private sealed class DoubleField : MySqlField
    {
        public override int Read(MySqlDataReader reader, int ordinal, ColumnVector vector, int row)
        {
            vector.Doubles[row] = reader.GetDouble(ordinal);
            return 0;
        }
    }
}
