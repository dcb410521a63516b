namespace Contabyx.Engine.Rows;

/// <summary>
/// The values of one column for the rows of a <see cref="RowBlock"/>. Only the array that <see
/// cref="ColumnType.Storage"/> names is allocated; the others are empty. Producers fill it, consumers only read it.
/// </summary>
/// <remarks>
/// The meaning of a number depends on the kind: booleans are 0 and 1, decimals are unscaled (123.45 of scale 2 is 12345),
/// dates are days since 1970-01-01, times are microseconds since midnight, timestamps are microseconds since
/// 1970-01-01 00:00:00.
/// </remarks>
internal sealed class ColumnVector
{
    private int _byteCount;

    /// <summary>Creates an empty vector.</summary>
    /// <param name="capacity">How many rows it can hold.</param>
    public ColumnVector(ColumnType type, int capacity)
    {
        Type = type;
        Nulls = new bool[capacity];
        Longs = type.Storage == ColumnStorage.Long ? new long[capacity] : [];
        Wides = type.Storage == ColumnStorage.Wide ? new Int128[capacity] : [];
        Doubles = type.Storage == ColumnStorage.Double ? new double[capacity] : [];
        Ends = type.Storage == ColumnStorage.Bytes ? new int[capacity] : [];
        Bytes = type.Storage == ColumnStorage.Bytes ? new byte[capacity * 16] : [];
    }

    public ColumnType Type { get; }

    /// <summary>Whether any of <see cref="Nulls"/> may be set; when false, readers need not look there.</summary>
    public bool HasNulls { get; private set; }

    /// <summary>Per row, whether the value is NULL.</summary>
    public bool[] Nulls { get; }

    /// <summary>Per row, the number, for <see cref="ColumnStorage.Long"/>.</summary>
    public long[] Longs { get; }

    /// <summary>Per row, the unscaled decimal, for <see cref="ColumnStorage.Wide"/>.</summary>
    public Int128[] Wides { get; }

    /// <summary>Per row, the number, for <see cref="ColumnStorage.Double"/>.</summary>
    public double[] Doubles { get; }

    /// <summary>The bytes of all rows, one by one, for <see cref="ColumnStorage.Bytes"/>.</summary>
    public byte[] Bytes { get; private set; }

    /// <summary>Per row, where its bytes end in <see cref="Bytes"/>; they begin where the row before ends.</summary>
    public int[] Ends { get; }

    /// <summary>Discards all rows.</summary>
    public void Clear()
    {
        _byteCount = 0;
        if (HasNulls)
            Array.Clear(Nulls);
        HasNulls = false;
    }

    /// <summary>Marks the value of a row as NULL. Rows of bytes must be set in order, NULLs among them.</summary>
    /// <param name="row">The row's position in the block.</param>
    public void SetNull(int row)
    {
        Nulls[row] = true;
        HasNulls = true;
        if (Ends.Length > 0)
            Ends[row] = _byteCount;
    }

    /// <summary>Sets the bytes of a row. Rows must be set in order.</summary>
    /// <param name="row">The row's position in the block.</param>
    /// <param name="value">The bytes; UTF-8 for text.</param>
    public void SetBytes(int row, ReadOnlySpan<byte> value)
    {
        if (_byteCount + value.Length > Bytes.Length)
            Grow(value.Length);
        value.CopyTo(Bytes.AsSpan(_byteCount));
        _byteCount += value.Length;
        Ends[row] = _byteCount;
    }

    /// <summary>The bytes of a row; empty for NULL.</summary>
    /// <param name="row">The row's position in the block.</param>
    public ReadOnlySpan<byte> GetBytes(int row)
    {
        var start = row == 0 ? 0 : Ends[row - 1];
        return Bytes.AsSpan(start, Ends[row] - start);
    }

    private void Grow(int more)
    {
        var bytes = new byte[Math.Max(Bytes.Length * 2, _byteCount + more)];
        Bytes.AsSpan(0, _byteCount).CopyTo(bytes);
        Bytes = bytes;
    }
}
