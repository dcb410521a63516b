namespace Contabyx.ServerTests;

/// <summary>Keeps the statements that were run.</summary>
internal sealed class StatementList(List<string> statements) : IRemarks
{
    public void Report(string value)
    {
    }

    public void Warn(string text)
    {
    }

    public void Statement(string sql, TimeSpan elapsed)
    {
        lock (statements)
            statements.Add(sql);
    }
}
