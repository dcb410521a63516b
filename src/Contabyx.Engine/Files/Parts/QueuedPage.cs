namespace Contabyx.Engine.Files.Parts;

/// <summary>A page that waits to be written to a part.</summary>
/// <typeparam name="TPage">The kind of page.</typeparam>
/// <param name="Size">Takes the part's size in bytes once the page is written, or the failure.</param>
internal readonly record struct QueuedPage<TPage>(TPage Page, TaskCompletionSource<long> Size)
    where TPage : WritePage;
