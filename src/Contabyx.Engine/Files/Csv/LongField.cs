using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Csv;

/// <summary>A field whose values are in <see cref="ColumnVector.Longs"/>.</summary>
internal abstract class LongField : CsvField
{
    /// <summary>The values of the block.</summary>
    protected long[] Values { get; private set; } = [];

    protected override void Take(ColumnVector vector, int rows) => Values = vector.Longs;
}
