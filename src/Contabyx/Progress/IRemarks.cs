namespace Contabyx;

/// <summary>Receives remarks, for users who ask for them, and warnings, which everybody sees.</summary>
public interface IRemarks : IProgress<string>
{
    /// <summary>Takes a warning.</summary>
    /// <param name="text">The warning, in one sentence.</param>
    void Warn(string text);
}
