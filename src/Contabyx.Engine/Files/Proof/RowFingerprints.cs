using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Proof;

/// <summary>
/// Takes the fingerprint of each row: the first 60 bits of the MD5 of its text, as <see cref="RowLayout"/> puts it
/// together. A change of a row is missed with a probability of 2^-60.
/// </summary>
internal sealed class RowFingerprints
{
    // Rows are hashed when they have so many bytes, so that they are still in the processor's cache.
    private const int BatchBytes = 1 << 17;

    private readonly RowGroupText[] _groups;
    private readonly Md5Messages _messages = new();
    private readonly Md5Messages _joined = new();
    private readonly Md5Lanes _lanes = new();
    private Md5Digest[] _digests = [];
    private ulong[] _numbers = [];

    public RowFingerprints(IReadOnlyList<ColumnSchema> columns)
        : this(columns, [.. Enumerable.Range(0, columns.Count)])
    {
    }

    /// <param name="positions">The positions of those that the fingerprint is taken of, in order.</param>
    public RowFingerprints(IReadOnlyList<ColumnSchema> columns, IReadOnlyList<int> positions)
    {
        var layout = RowLayout.Of([.. positions.Select(position => columns[position])]);
        _groups = [.. layout.Groups.Select(group => new RowGroupText(
            columns, [.. group.Select(piece => piece with { Column = positions[piece.Column] })]))];
    }

    /// <summary>The fingerprints of a block's rows, until the next call.</summary>
    public ReadOnlySpan<ulong> Of(RowBlock block)
    {
        if (_numbers.Length < block.Count)
            _numbers = new ulong[block.Capacity];
        foreach (var group in _groups)
            group.Bind(block);
        for (var row = 0; row < block.Count;)
            row = Hash(row, block.Count);
        return _numbers.AsSpan(0, block.Count);
    }

    private int Hash(int first, int count)
    {
        var row = first;
        _messages.Clear();
        for (; row < count && _messages.ByteCount < BatchBytes; row++)
        {
            foreach (var group in _groups)
                group.Write(row, _messages);
        }

        var digests = Digests(_messages);
        if (_groups.Length > 1)
            digests = Join(digests, row - first);
        for (var i = 0; i < digests.Length; i++)
            _numbers[first + i] = digests[i].Number;
        return row;
    }

    // The digests of a row's groups are hashed once more, as text.
    private Span<Md5Digest> Join(Span<Md5Digest> digests, int rows)
    {
        _joined.Clear();
        for (var row = 0; row < rows; row++)
        {
            var text = _joined.Reserve(_groups.Length * Md5Digest.TextLength);
            for (var group = 0; group < _groups.Length; group++)
                digests[(row * _groups.Length) + group].WriteText(text[(group * Md5Digest.TextLength)..]);
            _joined.Add(text.Length);
        }

        return Digests(_joined);
    }

    private Span<Md5Digest> Digests(Md5Messages messages)
    {
        if (_digests.Length < messages.Count)
            _digests = new Md5Digest[2 * messages.Count];
        _lanes.Hash(messages, _digests);
        return _digests.AsSpan(0, messages.Count);
    }
}
