using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Parts;

/// <summary>Puts rows into pages.</summary>
/// <typeparam name="TPage">The kind of page.</typeparam>
internal interface IPageFiller<TPage>
    where TPage : WritePage
{
    /// <summary>Creates an empty page.</summary>
    TPage NewPage();

    /// <summary>Adds rows to a page until the block ends or the page is full, which the rows alone decide.</summary>
    /// <param name="block">The rows, already checked.</param>
    /// <param name="row">The first to add.</param>
    /// <param name="rowsBefore">How many rows came before the block's.</param>
    /// <returns>The first row that was not added.</returns>
    int Fill(TPage page, RowBlock block, int row, long rowsBefore);
}
