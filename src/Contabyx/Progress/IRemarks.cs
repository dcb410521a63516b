namespace Contabyx;

/// <summary>Takes remarks for a user who asks for them, and warnings, which everybody sees.</summary>
public interface IRemarks : IProgress<string>
{
    /// <summary>Takes a warning.</summary>
    /// <param name="text">What to know, in one sentence.</param>
    void Warn(string text);
}
