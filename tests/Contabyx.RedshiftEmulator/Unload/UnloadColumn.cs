using Parquet;
using Parquet.Schema;

namespace Contabyx.RedshiftEmulator;

/// <summary>The values of one column until they are written as part of a row group.</summary>
internal abstract class UnloadColumn(DataField field)
{
    public DataField Field { get; } = field;

    /// <param name="text">PostgreSQL's text of the value; NULL for NULL.</param>
    public abstract void Add(string? text);

    public abstract Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellation);
}
