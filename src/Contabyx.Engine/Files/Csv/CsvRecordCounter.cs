namespace Contabyx.Engine.Files.Csv;

/// <summary>Counts the records of CSV text that comes in pieces.</summary>
internal sealed class CsvRecordCounter
{
    /// <summary>
    /// The most bytes of a record. Amazon Redshift takes 4 MB (COPY, "Usage notes"), twice that with every quote doubled.
    /// </summary>
    public const int LongestRecord = 16 << 20;

    private const byte Quote = (byte)'"';

    private long _records;
    private bool _inQuotes;
    private bool _justClosed;
    private bool _lineHasText;
    private byte _previous = (byte)'\n';
    private long _recordStart;

    /// <summary>How many bytes there were so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Counts what ends in a piece.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            var taken = _inQuotes ? AddQuoted(text) : AddPlain(text);
            text = text[taken..];
            Bytes += taken;
            if (_lineHasText && Bytes - _recordStart > LongestRecord)
                throw new InvalidDataException($"Record {_records + 1} has more than {LongestRecord >> 20} MB.");
            if (!_lineHasText)
                _recordStart = Bytes;
        }
    }

    /// <summary>How many records there were.</summary>
    public long Complete() => _records + (_lineHasText ? 1 : 0);

    private int AddQuoted(ReadOnlySpan<byte> text)
    {
        var quote = text.IndexOf(Quote);
        if (quote < 0)
            return text.Length;
        (_inQuotes, _justClosed, _previous) = (false, true, Quote);
        return quote + 1;
    }

    private int AddPlain(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOfAny(Quote, (byte)'\n');
        var plain = at < 0 ? text : text[..at];
        if (!plain.IsEmpty)
        {
            _lineHasText |= plain.Length > 1 || plain[0] != '\r' || _previous != '\n';
            (_justClosed, _previous) = (false, plain[^1]);
        }

        if (at < 0)
            return text.Length;
        if (text[at] == Quote)
            MeetQuote();
        else
            EndLine();
        return at + 1;
    }

    // A quote right after a closing one is a doubled quote: the value continues.
    private void MeetQuote()
    {
        _inQuotes = _justClosed || _previous is (byte)',' or (byte)'\n';
        (_justClosed, _lineHasText, _previous) = (false, true, Quote);
    }

    private void EndLine()
    {
        if (_lineHasText)
            _records++;
        (_justClosed, _lineHasText, _previous) = (false, false, (byte)'\n');
    }
}
