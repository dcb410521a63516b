namespace Contabyx.RedshiftEmulator;

/// <summary>Rows in PostgreSQL's text format of COPY; the last one can be taken back.</summary>
internal sealed class RowBuffer
{
    private byte[] _bytes = new byte[1 << 17];
    private int _rowStart;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void StartRow() => _rowStart = Length;

    public void TakeBack() => Length = _rowStart;

    public void Clear() => Length = 0;

    public void Add(byte value)
    {
        if (Length == _bytes.Length)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        _bytes[Length++] = value;
    }

    public void Add(ReadOnlySpan<byte> value)
    {
        while (Length + value.Length > _bytes.Length)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        value.CopyTo(_bytes.AsSpan(Length));
        Length += value.Length;
    }

    /// <summary>Adds text whose backslashes, tabs and line ends are escaped.</summary>
    public void AddText(ReadOnlySpan<byte> value)
    {
        for (var at = value.IndexOfAny("\\\t\n\r"u8); at >= 0; at = value.IndexOfAny("\\\t\n\r"u8))
        {
            Add(value[..at]);
            Add((byte)'\\');
            Add(value[at] switch { (byte)'\t' => (byte)'t', (byte)'\n' => (byte)'n', (byte)'\r' => (byte)'r', var b => b });
            value = value[(at + 1)..];
        }

        Add(value);
    }
}
