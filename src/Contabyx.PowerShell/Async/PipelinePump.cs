using System.Collections.Concurrent;

namespace Contabyx.PowerShell;

/// <summary>Work that a cmdlet's worker hands to the pipeline's thread, done there in order.</summary>
internal sealed class PipelinePump : IDisposable
{
    private readonly BlockingCollection<Job> _jobs = [];

    /// <summary>Does work until the pump is closed. On the pipeline's thread.</summary>
    public void Run()
    {
        foreach (var job in _jobs.GetConsumingEnumerable())
            job.Do();
    }

    /// <summary>Hands work over.</summary>
    /// <returns>Ends when it is done; fails with what it threw, or is cancelled when the pipeline has ended.</returns>
    public Task<T> InvokeAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(new Job(() => Do(work, done), done.SetCanceled));
        return done.Task;
    }

    /// <summary>Hands work over that nobody waits for; it is dropped when the pipeline has ended.</summary>
    public void Post(Action work) => Add(new Job(work, static () => { }));

    /// <summary>No more work comes.</summary>
    public void Close() => _jobs.CompleteAdding();

    /// <summary>Cancels all work that was not done, and all that still comes.</summary>
    public void Abandon()
    {
        Close();
        while (_jobs.TryTake(out var job))
            job.Drop();
    }

    /// <inheritdoc/>
    public void Dispose() => _jobs.Dispose();

    private static void Do<T>(Func<T> work, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(work());
        }
        catch (Exception e)
        {
            done.SetException(e);
            throw;
        }
    }

    private void Add(Job job)
    {
        try
        {
            _jobs.Add(job);
        }
        catch (Exception e) when (e is InvalidOperationException or ObjectDisposedException)
        {
            job.Drop(); // Closed: the pipeline has ended.
        }
    }

    private readonly record struct Job(Action Do, Action Drop);
}
