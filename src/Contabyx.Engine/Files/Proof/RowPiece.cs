namespace Contabyx.Engine.Files.Proof;

/// <summary>Which part of a column's value a <see cref="RowPiece"/> is.</summary>
internal enum RowPieceKind
{
    /// <summary>The whole value of a column of fixed size, as digits.</summary>
    Value,

    /// <summary>How many bytes a text or binary value has, as digits.</summary>
    Length,

    /// <summary>Bytes of a text, or bytes of a binary value as lower-case hexadecimal digits.</summary>
    Bytes,
}

/// <summary>A piece of the text that a row's fingerprint is taken of. NULL has an empty piece.</summary>
/// <param name="Column">The position of the column in its table.</param>
/// <param name="Kind">Which part of the value it is.</param>
/// <param name="First">For <see cref="RowPieceKind.Bytes"/>: the first byte of it, counted from 0.</param>
/// <param name="Count">For <see cref="RowPieceKind.Bytes"/>: how many bytes at most.</param>
internal readonly record struct RowPiece(int Column, RowPieceKind Kind, int First = 0, int Count = 0)
{
    /// <summary>Whether a comma ends it. Bytes need none, because their number comes before them.</summary>
    public bool HasComma => Kind != RowPieceKind.Bytes;
}
