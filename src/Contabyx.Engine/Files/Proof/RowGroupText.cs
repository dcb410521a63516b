using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Contabyx.Engine.Files.Csv;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Proof;

/// <summary>Writes one group of pieces of a row as text.</summary>
internal sealed class RowGroupText
{
    private readonly (RowPiece Piece, CsvField? Field, bool IsHex)[] _pieces;
    private readonly CsvField[]? _values;
    private readonly int _fixedRoom;
    private RowBlock? _block;

    /// <param name="group">The pieces, in order.</param>
    public RowGroupText(IReadOnlyList<ColumnSchema> columns, IReadOnlyList<RowPiece> group)
    {
        _pieces = [.. group.Select(piece => (piece, FieldOf(piece, columns), IsHex(columns[piece.Column].Type)))];
        _values = _pieces.All(part => part.Field is not null) ? [.. _pieces.Select(part => part.Field!)] : null;
        _fixedRoom = _pieces.Sum(part => (part.Field?.MaxBytes ?? Digits.MaxLength) + 1) + Digits.Slack;
    }

    /// <summary>Takes the values of a block.</summary>
    public void Bind(RowBlock block)
    {
        _block = block;
        foreach (var (piece, field, _) in _pieces)
            field?.Bind(block.Columns[piece.Column], block.Count);
    }

    /// <summary>Adds the text of a row to messages.</summary>
    public void Write(int row, Md5Messages messages)
    {
        if (_values is not null)
        {
            messages.Add(WriteValues(row, ref MemoryMarshal.GetReference(messages.Reserve(_fixedRoom))));
            return;
        }

        var room = _fixedRoom;
        foreach (var (piece, _, isHex) in _pieces)
        {
            if (piece.Kind == RowPieceKind.Bytes)
                room += BytesOf(piece, row).Length * (isHex ? 2 : 1);
        }

        messages.Add(Write(row, messages.Reserve(room)));
    }

    // Most tables have rows of fixed size alone, or such groups.
    private int WriteValues(int row, ref byte to)
    {
        var at = 0;
        foreach (var value in _values!)
        {
            if (!value.IsNull(row))
                at += value.Write(row, ref Unsafe.Add(ref to, at));
            Unsafe.Add(ref to, at++) = (byte)',';
        }

        return at;
    }

    private int Write(int row, Span<byte> to)
    {
        ref var start = ref MemoryMarshal.GetReference(to);
        var at = 0;
        foreach (var (piece, field, isHex) in _pieces)
        {
            ref var next = ref Unsafe.Add(ref start, at);
            at += piece.Kind switch
            {
                RowPieceKind.Bytes => WriteBytes(BytesOf(piece, row), isHex, to[at..]),
                _ when _block!.Columns[piece.Column].Nulls[row] => 0,
                RowPieceKind.Value => field!.Write(row, ref next),
                _ => Digits.Write(ref next, (ulong)_block.Columns[piece.Column].GetBytes(row).Length),
            };
            if (piece.HasComma)
                Unsafe.Add(ref start, at++) = (byte)',';
        }

        return at;
    }

    private static int WriteBytes(ReadOnlySpan<byte> value, bool isHex, Span<byte> to)
    {
        if (!isHex)
        {
            value.CopyTo(to);
            return value.Length;
        }

        Convert.TryToHexStringLower(value, to, out var written);
        return written;
    }

    private ReadOnlySpan<byte> BytesOf(RowPiece piece, int row)
    {
        var value = _block!.Columns[piece.Column].GetBytes(row);
        if (piece.First == 0 && value.Length <= piece.Count)
            return value;
        return piece.First >= value.Length ? [] : value.Slice(piece.First, Math.Min(piece.Count, value.Length - piece.First));
    }

    private static CsvField? FieldOf(RowPiece piece, IReadOnlyList<ColumnSchema> columns) =>
        piece.Kind == RowPieceKind.Value ? FingerprintFields.For(columns[piece.Column].Type) : null;

    private static bool IsHex(ColumnType type) => type.Kind == ColumnKind.Binary;
}
