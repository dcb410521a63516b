using Contabyx.Engine.Rows;
using Parquet;
using Parquet.Schema;

namespace Contabyx.Engine.Files.Parquet;

/// <summary>Writes one column to row groups.</summary>
internal abstract class ParquetColumn(DataField field)
{
    /// <summary>The column in the file's schema.</summary>
    public DataField Field { get; } = field;

    /// <summary>Writes the values of a row group.</summary>
    public abstract Task WriteAsync(
        ParquetRowGroupWriter group, ColumnVector vector, int rows, CancellationToken cancellation);
}
