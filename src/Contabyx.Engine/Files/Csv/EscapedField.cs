using System.Buffers;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Csv;

/// <summary>Text in which some characters cannot stand as they are.</summary>
/// <param name="special">These characters.</param>
internal abstract class EscapedField(SearchValues<byte> special) : CsvField
{
    private ColumnVector? _vector;
    private bool _anySpecial;

    public override int MaxBytes => 2;

    public override bool HasBytes => true;

    // Every character can take two, and there can be two quotes around them.
    public override int RoomFor(int row) => 2 + (ValueOf(row).Length * 2);

    protected ReadOnlySpan<byte> ValueOf(int row) => _vector!.GetBytes(row);

    protected bool HasSpecial(ReadOnlySpan<byte> value) => _anySpecial && value.ContainsAny(special);

    // Most blocks have nothing special anywhere, and one search through all their bytes is cheaper than one per value.
    protected override void Take(ColumnVector vector, int rows)
    {
        _vector = vector;
        _anySpecial = rows > 0 && vector.Bytes.AsSpan(0, vector.Ends[rows - 1]).ContainsAny(special);
    }
}
