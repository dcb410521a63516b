using System.Runtime.CompilerServices;
using Contabyx.Engine.Rows;
using DuckDB.NET.Native;

namespace Contabyx.Engine.DuckDb;

/// <summary>
/// Copies between DuckDB's vectors and ours. The layouts are those of DuckDB's C interface (duckdb.org, "Data Chunks"
/// and "Vectors"): a plain array per vector, a bit per row for validity, and strings of 16 bytes, in place up to 12
/// of them.
/// </summary>
internal static unsafe class DuckDbVector
{
    private const int InlineLength = 12;

    /// <summary>Copies a vector into ours.</summary>
    /// <exception cref="UnreadableValueException">A value is longer than any column can hold.</exception>
    public static void Read(IntPtr vector, ColumnVector column, int rows)
    {
        var validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        var data = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        if (column.Type.Storage == ColumnStorage.Bytes)
        {
            ReadBytes(data, validity, column, rows);
            return;
        }

        if (column.Type.Storage == ColumnStorage.Wide)
            new ReadOnlySpan<Int128>(data, rows).CopyTo(column.Wides);
        else if (column.Type.Kind == ColumnKind.Float32)
            Widen((float*)data, column.Doubles, rows);
        else if (column.Type.Kind == ColumnKind.Float64)
            new ReadOnlySpan<double>(data, rows).CopyTo(column.Doubles);
        else
            ReadLongs(data, column, rows);
        if (validity != null)
            ReadNulls(validity, column, rows);
    }

    private static void ReadLongs(byte* data, ColumnVector column, int rows)
    {
        switch (Width(column.Type))
        {
            case 1: Widen(data, column.Longs, rows); break;
            case 2: Widen((short*)data, column.Longs, rows); break;
            case 4: Widen((int*)data, column.Longs, rows); break;
            default: new ReadOnlySpan<long>(data, rows).CopyTo(column.Longs); break;
        }
    }

    /// <summary>Bytes of one value in a vector of DuckDB; only for types that we hold in 64 bits.</summary>
    public static int Width(ColumnType type) => type.Kind switch
    {
        ColumnKind.Boolean => 1,
        ColumnKind.Int16 => 2,
        ColumnKind.Int32 or ColumnKind.Date => 4,
        ColumnKind.Decimal when type.Precision <= 4 => 2,
        ColumnKind.Decimal when type.Precision <= 9 => 4,
        _ => 8,
    };

    private static void Widen(byte* from, long[] to, int rows)
    {
        for (var i = 0; i < rows; i++)
            to[i] = from[i];
    }

    private static void Widen(short* from, long[] to, int rows)
    {
        for (var i = 0; i < rows; i++)
            to[i] = from[i];
    }

    private static void Widen(int* from, long[] to, int rows)
    {
        for (var i = 0; i < rows; i++)
            to[i] = from[i];
    }

    private static void Widen(float* from, double[] to, int rows)
    {
        for (var i = 0; i < rows; i++)
            to[i] = from[i];
    }

    private static void ReadNulls(ulong* validity, ColumnVector column, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            if (!IsValid(validity, i))
                column.SetNull(i);
        }
    }

    private static void ReadBytes(byte* data, ulong* validity, ColumnVector column, int rows)
    {
        for (var i = 0; i < rows; i++, data += 16)
        {
            if (validity != null && !IsValid(validity, i))
            {
                column.SetNull(i);
                continue;
            }

            var length = *(int*)data;
            var text = length <= InlineLength ? data + 4 : *(byte**)(data + 8);
            var value = new ReadOnlySpan<byte>(text, length);
            if (length > LongestValue.Bytes)
                throw new UnreadableValueException(LongestValue.Refuse(value, length)) { Row = i };
            column.SetBytes(i, value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsValid(ulong* validity, int row) => (validity[row >> 6] & (1UL << (row & 63))) != 0;

    /// <summary>Copies ours into a vector.</summary>
    public static void Write(ColumnVector column, IntPtr vector, int rows)
    {
        if (column.HasNulls)
            WriteNulls(column, vector, rows);
        if (column.Type.Storage == ColumnStorage.Bytes)
        {
            WriteBytes(column, vector, rows);
            return;
        }

        var data = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        if (column.Type.Storage == ColumnStorage.Wide)
            column.Wides.AsSpan(0, rows).CopyTo(new Span<Int128>(data, rows));
        else if (column.Type.Kind == ColumnKind.Float32)
            Narrow(column.Doubles, (float*)data, rows);
        else if (column.Type.Kind == ColumnKind.Float64)
            column.Doubles.AsSpan(0, rows).CopyTo(new Span<double>(data, rows));
        else
            WriteLongs(column.Longs, data, Width(column.Type), rows);
    }

    private static void WriteLongs(long[] from, byte* data, int width, int rows)
    {
        switch (width)
        {
            case 1: Narrow(from, data, rows); break;
            case 2: Narrow(from, (short*)data, rows); break;
            case 4: Narrow(from, (int*)data, rows); break;
            default: from.AsSpan(0, rows).CopyTo(new Span<long>(data, rows)); break;
        }
    }

    private static void Narrow(long[] from, byte* to, int rows)
    {
        for (var i = 0; i < rows; i++)
            to[i] = (byte)from[i];
    }

    private static void Narrow(long[] from, short* to, int rows)
    {
        for (var i = 0; i < rows; i++)
            to[i] = (short)from[i];
    }

    private static void Narrow(long[] from, int* to, int rows)
    {
        for (var i = 0; i < rows; i++)
            to[i] = (int)from[i];
    }

    private static void Narrow(double[] from, float* to, int rows)
    {
        for (var i = 0; i < rows; i++)
            to[i] = (float)from[i];
    }

    private static void WriteNulls(ColumnVector column, IntPtr vector, int rows)
    {
        NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
        var validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        for (var i = 0; i < rows; i++)
            NativeMethods.ValidityMask.DuckDBValiditySetRowValidity(validity, (ulong)i, !column.Nulls[i]);
    }

    private static void WriteBytes(ColumnVector column, IntPtr vector, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            if (column.HasNulls && column.Nulls[i])
                continue;
            var value = column.GetBytes(i);
            fixed (byte* bytes = value)
                NativeMethods.Vectors.DuckDBVectorAssignStringElementLength(vector, (ulong)i, bytes, value.Length);
        }
    }
}
