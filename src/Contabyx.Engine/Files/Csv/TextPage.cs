using Contabyx.Engine.Files.Parts;

namespace Contabyx.Engine.Files.Csv;

/// <summary>Rows as text.</summary>
internal sealed class TextPage(int fullBytes) : WritePage
{
    private const int Slack = 4096;
    private const int SmallTable = 1 << 16;

    // Grown as needed, since most tables never fill a page, and kept, since pages are reused.
    private byte[] _buffer = new byte[Math.Min(fullBytes, SmallTable) + Slack];
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

    public override void Dispose() => _buffer = [];

    private void Grow(int bytes)
    {
        var doubled = Math.Min(2 * _buffer.Length, fullBytes + Slack);
        var larger = GC.AllocateUninitializedArray<byte>(Math.Max(doubled, _length + bytes));
        Text.Span.CopyTo(larger);
        _buffer = larger;
    }
}
