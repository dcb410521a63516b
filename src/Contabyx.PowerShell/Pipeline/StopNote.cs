using System.Globalization;

namespace Contabyx.PowerShell;

/// <summary>The line that a stopped load ends with.</summary>
internal static class StopNote
{
    /// <param name="loaded">How many tables are known to be committed; another may have been at its end.</param>
    /// <param name="next">What to do next, as a sentence.</param>
    public static string Of(int loaded, string next)
    {
        var done = loaded switch
        {
            0 => "",
            1 => "At least one table is loaded, and stays. ",
            _ => string.Create(CultureInfo.InvariantCulture, $"At least {loaded:N0} tables are loaded, and stay. "),
        };
        return $"Stopped. {done}{next}";
    }
}
