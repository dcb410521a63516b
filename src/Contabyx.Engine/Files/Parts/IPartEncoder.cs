namespace Contabyx.Engine.Files.Parts;

/// <summary>Writes pages to the stream of one part.</summary>
/// <typeparam name="TPage">The kind of page.</typeparam>
internal interface IPartEncoder<in TPage> : IAsyncDisposable
    where TPage : WritePage
{
    /// <summary>Writes a page. What reaches the stream depends on the pages so far alone.</summary>
    ValueTask WriteAsync(TPage page, CancellationToken cancellation);

    /// <summary>Writes what is left, so that the stream holds a complete file. The stream stays open.</summary>
    ValueTask CompleteAsync(CancellationToken cancellation);
}
