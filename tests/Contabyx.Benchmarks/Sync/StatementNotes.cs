using System.Text.RegularExpressions;

namespace Contabyx.Benchmarks;

/// <summary>Counts the statements that were sent to the warehouse, as the verbose stream tells them.</summary>
internal sealed partial class StatementNotes : IProgress<string>
{
    private int _statements;

    public int Statements => _statements;

    public void Report(string value)
    {
        if (Told().Match(value) is { Success: true } match)
            Interlocked.Add(ref _statements, int.Parse(match.Groups[1].Value));
    }

    [GeneratedRegex(@"^(\d+) statements, each one round trip")]
    private static partial Regex Told();
}
