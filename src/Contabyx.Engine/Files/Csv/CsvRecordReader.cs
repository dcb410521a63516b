using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Csv;

/// <summary>
/// Splits CSV text (RFC 4180) into records, with the lines at which each begins and ends. It holds one record at a time.
/// </summary>
/// <param name="text">Decompressed UTF-8 text; not disposed.</param>
internal sealed class CsvRecordReader(Stream text)
{
    /// <summary>The longest record that is kept, in bytes: no row of COPY is longer.</summary>
    public const int LongestRecord = TargetLimits.RowBytes;

    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly MemoryStream _record = new();
    private int _next;
    private int _end;
    private long _line = 1;

    /// <summary>The line at which the record begins, from 1.</summary>
    public long FirstLine { get; private set; }

    /// <summary>The line at which it ends; another one when a value has line breaks.</summary>
    public long LastLine { get; private set; }

    /// <summary>The record as it is written, without the end of its line; cut behind <see cref="LongestRecord"/>.</summary>
    public ReadOnlySpan<byte> Record => _record.GetBuffer().AsSpan(0, (int)_record.Length);

    /// <summary>Whether the record is longer than what is kept of it.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether the text ended inside a quoted value.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Reads the next record.</summary>
    /// <returns>False at the end.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        _record.SetLength(0);
        (FirstLine, IsCut) = (_line, false);
        var (inQuotes, closed, atStart, any) = (false, false, true, false);
        while (await FillAsync(cancellation).ConfigureAwait(false))
        {
            any = true;
            var start = _next;
            while (_next < _end)
            {
                var c = _buffer[_next++];
                if (c == (byte)'\n')
                    _line++;
                if (inQuotes)
                {
                    (inQuotes, closed) = (c != (byte)'"', c == (byte)'"');
                    continue;
                }

                if (c == (byte)'\n')
                {
                    Keep(_buffer.AsSpan(start, _next - 1 - start));
                    LastLine = _line - 1;
                    return true;
                }

                inQuotes = c == (byte)'"' && (atStart || closed);
                (closed, atStart) = (false, c == (byte)',');
            }

            Keep(_buffer.AsSpan(start, _next - start));
        }

        LastLine = _line;
        IsOpen |= inQuotes;
        return any;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (_next < _end)
            return true;
        _next = 0;
        _end = await text.ReadAsync(_buffer, cancellation).ConfigureAwait(false);
        return _end > 0;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var room = LongestRecord - (int)_record.Length;
        IsCut |= bytes.Length > room;
        _record.Write(bytes[..Math.Min(bytes.Length, room)]);
    }
}
