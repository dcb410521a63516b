using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Csv;

/// <summary>Writes the values of one column as fields of CSV.</summary>
internal abstract class CsvField
{
    private bool[] _nulls = [];

    /// <summary>The most bytes of a field; for columns of bytes see <see cref="RoomFor"/>.</summary>
    public abstract int MaxBytes { get; }

    /// <summary>Whether fields can be longer than <see cref="MaxBytes"/>.</summary>
    public virtual bool HasBytes => false;

    /// <summary>Whether the value of a row is NULL.</summary>
    public bool IsNull(int row) => _nulls.Length > 0 && _nulls[row];

    /// <summary>The most bytes that the field of a row can take.</summary>
    public virtual int RoomFor(int row) => MaxBytes;

    /// <summary>Takes the values of a block.</summary>
    public void Bind(ColumnVector vector, int rows)
    {
        _nulls = vector.HasNulls ? vector.Nulls : [];
        Take(vector, rows);
    }

    /// <summary>Writes the value of a row, which is not NULL and has been checked.</summary>
    /// <param name="to">Where to: room for the field and <see cref="Digits.Slack"/> bytes.</param>
    /// <returns>How many bytes it took.</returns>
    public abstract int Write(int row, ref byte to);

    /// <summary>Takes the values of a block.</summary>
    protected abstract void Take(ColumnVector vector, int rows);
}
