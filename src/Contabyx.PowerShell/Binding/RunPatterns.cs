namespace Contabyx.PowerShell;

/// <summary>What a pattern for names of runs tells beforehand, so that not all runs need to be listed.</summary>
internal static class RunPatterns
{
    /// <summary>The digits of the time that all names which fit begin with; empty if there are none.</summary>
    /// <param name="patterns">The patterns. Case is ignored in them, but not by the bucket: letters do not count.</param>
    public static string PrefixOf(IReadOnlyList<string> patterns) => patterns.Count == 0 ? "" : patterns
        .Select(pattern => new string([.. pattern.TakeWhile(char.IsAsciiDigit)]))
        .Aggregate((one, other) => new string([.. one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First)]));
}
