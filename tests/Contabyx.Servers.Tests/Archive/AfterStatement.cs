namespace Contabyx.ServerTests;

/// <summary>Does something after the first statement with certain words has run.</summary>
internal sealed class AfterStatement(string words, Func<Task> act) : IRemarks
{
    private bool _done;

    public void Report(string value)
    {
    }

    public void Warn(string text)
    {
    }

    public void Statement(string sql, TimeSpan elapsed)
    {
        if (_done || !sql.Contains(words, StringComparison.Ordinal))
            return;
        _done = true;
        Task.Run(act).GetAwaiter().GetResult();
    }
}
