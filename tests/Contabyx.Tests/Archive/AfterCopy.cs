namespace Contabyx.Tests;

/// <summary>Does something after the rows of the first year were written to files.</summary>
internal sealed class AfterCopy(Action act) : IRemarks
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
        if (_done || !sql.StartsWith("COPY", StringComparison.Ordinal))
            return;
        _done = true;
        act();
    }
}
