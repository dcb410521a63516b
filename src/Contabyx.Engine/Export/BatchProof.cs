using System.Globalization;
using System.Numerics;

namespace Contabyx.Engine.Export;

/// <summary>
/// Compares the rows that were read from a table with what the batches noted when they wrote them. Both grow batch by batch.
/// </summary>
internal sealed class BatchProof
{
    private readonly Dictionary<string, (long NonNull, BigInteger Sum, int? Scale)> _columns = new(StringComparer.Ordinal);
    private long _rows;

    /// <summary>Adds what a batch noted, and compares.</summary>
    /// <param name="batch">The batch's id.</param>
    /// <param name="noted">What it wrote to the table.</param>
    /// <param name="read">The totals of all rows that were read so far.</param>
    /// <exception cref="TableRefusedException">They differ.</exception>
    public void Add(string batch, BatchTable noted, TableTotals read)
    {
        var before = _rows;
        _rows += noted.Rows;
        foreach (var column in noted.Totals.Columns)
        {
            var (nonNull, sum, scale) = _columns.GetValueOrDefault(column.Column);
            var (added, addedScale) = Parse(column.Sum);
            _columns[column.Column] = (nonNull + column.NonNull, sum + added, addedScale ?? scale);
        }

        if (_rows != read.Rows)
        {
            throw Refused(noted.Table, string.Create(
                CultureInfo.InvariantCulture,
                $"the batch {batch} wrote {noted.Rows} rows of it, and now it has {read.Rows - before} of them."));
        }

        if (read.Columns.FirstOrDefault(Differs) is { } changed)
            throw Refused(noted.Table, $"the values of {changed.Column} are no longer those that the batch {batch} wrote.");
    }

    private bool Differs(ColumnTotals read)
    {
        if (!_columns.TryGetValue(read.Column, out var noted))
            return false;
        var (sum, scale) = Parse(read.Sum);
        return noted.NonNull != read.NonNull || (noted.Scale is not null && scale == noted.Scale && sum != noted.Sum);
    }

    private static (BigInteger Sum, int? Scale) Parse(string? sum)
    {
        if (sum is null)
            return (BigInteger.Zero, null);
        var point = sum.IndexOf('.', StringComparison.Ordinal);
        var digits = BigInteger.Parse(sum.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return (digits, point < 0 ? 0 : sum.Length - point - 1);
    }

    private static TableRefusedException Refused(string table, string reason) => new(
        table,
        reason,
        "Somebody changed or deleted rows of the books. To export the whole table as it is now, use -Table. To stop the export "
        + "of this batch, set its confirmed_at in the table contabyx_batches.");
}
