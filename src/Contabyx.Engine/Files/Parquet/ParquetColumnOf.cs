using System.Buffers;
using Contabyx.Engine.Rows;
using Parquet;
using Parquet.Schema;

namespace Contabyx.Engine.Files.Parquet;

/// <summary>Writes one column to row groups.</summary>
/// <typeparam name="T">What the library takes for a value.</typeparam>
/// <param name="field">The column in the file's schema.</param>
/// <param name="read">Gives the value of a row that is not NULL.</param>
internal sealed class ParquetColumnOf<T>(DataField field, Func<ColumnVector, int, T> read) : ParquetColumn(field)
    where T : struct
{
    public override Task WriteAsync(
        ParquetRowGroupWriter group, ColumnVector vector, int rows, CancellationToken cancellation) =>
        Field.IsNullable
            ? WriteNullableAsync(group, vector, rows, cancellation)
            : WriteRequiredAsync(group, vector, rows, cancellation);

    private async Task WriteRequiredAsync(
        ParquetRowGroupWriter group, ColumnVector vector, int rows, CancellationToken cancellation)
    {
        var values = ArrayPool<T>.Shared.Rent(rows);
        for (var row = 0; row < rows; row++)
            values[row] = read(vector, row);
        await group.WriteAsync<T>(Field, values.AsMemory(0, rows), cancellationToken: cancellation)
            .ConfigureAwait(false);
        ArrayPool<T>.Shared.Return(values, clearArray: true);
    }

    private async Task WriteNullableAsync(
        ParquetRowGroupWriter group, ColumnVector vector, int rows, CancellationToken cancellation)
    {
        var values = ArrayPool<T?>.Shared.Rent(rows);
        for (var row = 0; row < rows; row++)
            values[row] = vector.Nulls[row] ? null : read(vector, row);
        await group.WriteAsync<T>(Field, values.AsMemory(0, rows), cancellationToken: cancellation)
            .ConfigureAwait(false);
        ArrayPool<T?>.Shared.Return(values, clearArray: true);
    }
}
