using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Proof;

/// <summary>
/// How the text of a row is put together for its fingerprint: the same for the exporter and for the SQL of every
/// warehouse. <c>docs/files.md</c> specifies it under "The fingerprint".
/// </summary>
/// <remarks>
/// A warehouse's text has 65,535 bytes at most (Amazon Redshift Database Developer Guide, "Character types"), so a wide
/// row is cut into groups of pieces, each hashed by itself.
/// </remarks>
internal sealed class RowLayout
{
    /// <summary>The most bytes of a group, unless a single piece has more.</summary>
    public const int GroupBytes = TargetLimits.TextBytes;

    /// <summary>The most pieces of a group, so that no expression becomes very deep.</summary>
    public const int GroupPieces = 100;

    /// <summary>Bytes of a binary value in one piece: their digits fill a text.</summary>
    private const int BinaryPieceBytes = GroupBytes / 2;

    // The longest value of fixed size is a floating-point number: a letter and two numbers of 64 bits, with colons.
    private const int ValueBytes = 48;
    private const int LengthBytes = 11;

    private RowLayout(IReadOnlyList<IReadOnlyList<RowPiece>> groups) => Groups = groups;

    /// <summary>The groups, in order; each has a piece.</summary>
    public IReadOnlyList<IReadOnlyList<RowPiece>> Groups { get; }

    /// <summary>The layout for columns.</summary>
    /// <param name="columns">The columns of the rows, in order.</param>
    public static RowLayout Of(IReadOnlyList<ColumnSchema> columns)
    {
        var groups = new List<List<RowPiece>>();
        var room = 0L;
        foreach (var (piece, bytes) in columns.SelectMany((column, position) => PiecesOf(column.Type, position)))
        {
            if (bytes > room || groups[^1].Count == GroupPieces)
            {
                groups.Add([]);
                room = Math.Max(GroupBytes, bytes);
            }

            groups[^1].Add(piece);
            room -= bytes;
        }

        return new RowLayout(groups);
    }

    private static IEnumerable<(RowPiece Piece, long Bytes)> PiecesOf(ColumnType type, int column)
    {
        if (type.Storage != ColumnStorage.Bytes)
        {
            yield return (new RowPiece(column, RowPieceKind.Value), ValueBytes);
            yield break;
        }

        yield return (new RowPiece(column, RowPieceKind.Length), LengthBytes);
        if (type.Kind == ColumnKind.Text)
        {
            yield return (new RowPiece(column, RowPieceKind.Bytes, 0, type.Length), type.Length);
            yield break;
        }

        for (var first = 0L; first < Math.Max(type.Length, 1); first += BinaryPieceBytes)
        {
            var count = (int)Math.Min(BinaryPieceBytes, type.Length - first);
            yield return (new RowPiece(column, RowPieceKind.Bytes, (int)first, count), 2L * count);
        }
    }
}
