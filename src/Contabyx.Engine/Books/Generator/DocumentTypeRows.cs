using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Generator;

/// <summary>The kinds of document.</summary>
internal sealed class DocumentTypeRows(KeyRange ids) : TableRows(BooksSchema.DocumentTypes, ids)
{
    /// <inheritdoc/>
    protected override void Fill(ColumnVector[] columns, long firstId, int count)
    {
        for (var row = 0; row < count; row++)
        {
            var kind = DocumentKind.All[row];
            columns[0].Longs[row] = kind.Id;
            columns[1].SetText(row, kind.Name);
            columns[2].SetText(row, kind.Description);
        }
    }
}
