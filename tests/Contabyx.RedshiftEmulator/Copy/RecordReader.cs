namespace Contabyx.RedshiftEmulator;

/// <summary>
/// Cuts delimited text or CSV into records and fields, in memory of one record (at most 4 MB: <c>r_COPY</c>). White
/// space around a quoted field is ignored: <c>copy-parameters-data-format</c>.
/// </summary>
internal sealed class RecordReader(Stream stream, byte delimiter, byte? quote)
{
    private const int LongestRow = 4 << 20;
    private readonly List<(int Start, int Length, bool InScratch)> _fields = [];
    private readonly RowBuffer _scratch = new();
    private byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _next;
    private int _end;
    private bool _atEnd;
    private int _lines;

    /// <summary>The line at which the record begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Lines read so far.</summary>
    public long LinesRead { get; private set; }

    public int Count => _fields.Count;

    public ReadOnlySpan<byte> Raw => _buffer.AsSpan(_start, _next - _start).TrimEnd("\r\n"u8);

    public ReadOnlySpan<byte> this[int field]
    {
        get
        {
            var (start, length, inScratch) = _fields[field];
            return inScratch ? _scratch.Bytes.Slice(start, length) : _buffer.AsSpan(start, length);
        }
    }

    /// <summary>Reads the next record.</summary>
    /// <returns>False at the end.</returns>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        _start = _next;
        while (!Parse())
        {
            if (_atEnd && _start == _end)
                return false;
            if (_end - _start > LongestRow)
                throw new LoadErrorException(1216, "Input line is longer than 4194304 bytes");
            await FillAsync(cancellation).ConfigureAwait(false);
        }

        Line = LinesRead + 1;
        LinesRead += _lines;
        return true;
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation).ConfigureAwait(false);
        _end += read;
        _atEnd = read == 0;
    }

    // Parses from the record's start; false where the buffer ends before the record does.
    private bool Parse()
    {
        _fields.Clear();
        _scratch.Clear();
        _lines = 1;
        if (_start == _end)
            return false;
        var at = _start;
        while (true)
        {
            if (!Field(ref at))
                return false;
            if (at == _end || _buffer[at] == (byte)'\n')
                break;
            at++;
        }

        _next = Math.Min(at + 1, _end);
        return true;
    }

    // One field; behind it `at` is at a delimiter, at a line end or at the end of the file.
    private bool Field(ref int at)
    {
        if (quote is { } mark)
        {
            var first = at;
            while (first < _end && _buffer[first] == (byte)' ' && delimiter != (byte)' ')
                first++;
            if (first < _end && _buffer[first] == mark)
                return Quoted(mark, first + 1, ref at);
        }

        var length = _buffer.AsSpan(at, _end - at).IndexOfAny(delimiter, (byte)'\n');
        if (length < 0 && !_atEnd)
            return false;
        length = length < 0 ? _end - at : length;
        var start = at;
        at += length;
        var endsLine = at == _end || _buffer[at] == (byte)'\n';
        _fields.Add((start, endsLine && length > 0 && _buffer[at - 1] == (byte)'\r' ? length - 1 : length, false));
        return true;
    }

    private bool Quoted(byte mark, int start, ref int at)
    {
        var from = start;
        var scratchStart = -1;
        while (true)
        {
            var length = _buffer.AsSpan(from, _end - from).IndexOf(mark);
            if (length < 0)
                return _atEnd ? throw new LoadErrorException(1214, "Delimited value missing end quote") : false;
            var end = from + length;
            if (end + 1 == _end && !_atEnd)
                return false;
            if (end + 1 < _end && _buffer[end + 1] == mark)
            {
                if (scratchStart < 0)
                    scratchStart = _scratch.Length;
                _scratch.Add(_buffer.AsSpan(from, length + 1));
                from = end + 2;
                continue;
            }

            return Close(start, from, end, scratchStart, ref at);
        }
    }

    private bool Close(int start, int from, int end, int scratchStart, ref int at)
    {
        var next = end + 1;
        while (next < _end && _buffer[next] is (byte)' ' or (byte)'\r' && _buffer[next] != delimiter)
            next++;
        if (next == _end && !_atEnd)
            return false;
        if (next < _end && _buffer[next] != delimiter && _buffer[next] != (byte)'\n')
            throw new LoadErrorException(1214, "Invalid quote formatting for CSV");
        if (scratchStart >= 0)
        {
            _scratch.Add(_buffer.AsSpan(from, end - from));
            _fields.Add((scratchStart, _scratch.Length - scratchStart, true));
        }
        else
        {
            _fields.Add((start, end - start, false));
        }

        _lines += _buffer.AsSpan(start, end - start).Count((byte)'\n');
        at = next;
        return true;
    }
}
