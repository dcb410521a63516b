using Parquet;
using Parquet.Schema;

namespace Contabyx.RedshiftEmulator;

/// <summary>A column of one type.</summary>
/// <param name="read">Reads PostgreSQL's text of a value.</param>
internal sealed class UnloadColumnOf<T>(DataField field, Func<string, T> read) : UnloadColumn(field)
    where T : struct
{
    private readonly List<T?> _values = [];

    public override void Add(string? text) => _values.Add(text is null ? null : read(text));

    public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellation)
    {
        await group.WriteAsync<T>(Field, _values.ToArray().AsMemory(), cancellationToken: cancellation).ConfigureAwait(false);
        _values.Clear();
    }
}
