using Contabyx.Engine.Files.Parts;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Parquet;

/// <summary>Collects rows into row groups.</summary>
internal sealed class RowGroupFiller(TableSchema table, int fullRows, int fullBytes) : IPageFiller<RowGroupPage>
{
    public RowGroupPage NewPage() => new(table, fullRows, fullBytes);

    public int Fill(RowGroupPage page, RowBlock block, int row, long rowsBefore) => page.Add(block, row);
}
