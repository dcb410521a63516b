namespace Contabyx.PowerShell;

/// <summary>What a pattern for names of runs tells beforehand, so that not all runs need to be listed.</summary>
internal static class RunPatterns
{
    /// <summary>The digits of the time that all names which fit begin with; empty if there are none.</summary>
    /// <param name="pattern">The pattern. Case is ignored in it, but not by the bucket: letters do not count.</param>
    public static string PrefixOf(string pattern) => new([.. pattern.TakeWhile(char.IsAsciiDigit)]);
}
