using System.Buffers;

namespace Contabyx.Engine;

/// <summary>Rows as text.</summary>
/// <param name="fullBytes">Bytes at which it is full.</param>
internal sealed class TextPage(int fullBytes) : WritePage
{
    private const int Slack = 4096;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(fullBytes + Slack);
    private int _length;

    public override bool IsFull => _length >= fullBytes;

    public ReadOnlyMemory<byte> Text => _buffer.AsMemory(0, _length);

    /// <summary>Room for a row behind those there are.</summary>
    public ref byte Reserve(int bytes)
    {
        if (_buffer.Length - _length < bytes)
            Grow(bytes);
        return ref _buffer[_length];
    }

    /// <summary>Takes the row that was written to the room reserved.</summary>
    public void AddRow(int bytes)
    {
        _length += bytes;
        Rows++;
    }

    public override void Clear()
    {
        base.Clear();
        _length = 0;
    }

    public override void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Grow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(_length + bytes);
        Text.Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
