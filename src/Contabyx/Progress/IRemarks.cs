namespace Contabyx;

/// <summary>Receives remarks, for users who ask for them, and warnings, which everybody sees.</summary>
public interface IRemarks : IProgress<string>
{
    /// <summary>Takes a warning.</summary>
    /// <param name="text">The warning, in one sentence.</param>
    void Warn(string text);

    /// <summary>Takes a statement that the warehouse has run.</summary>
    /// <param name="sql">The statement, without secrets.</param>
    /// <param name="elapsed">How long it took.</param>
    void Statement(string sql, TimeSpan elapsed)
    {
    }
}
