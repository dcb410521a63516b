using System.Globalization;

namespace Contabyx.PowerShell;

/// <summary>The line that a stopped load ends with.</summary>
internal static class StopNote
{
    /// <param name="loaded">How many tables are known to be committed; another may have been at its end.</param>
    /// <param name="force">Whether rows were loaded without a look at the load history.</param>
    public static string Of(int loaded, bool force)
    {
        var done = loaded switch
        {
            0 => "",
            1 => "At least one table is loaded, and stays. ",
            _ => string.Create(CultureInfo.InvariantCulture, $"At least {loaded:N0} tables are loaded, and stay. "),
        };
        return $"Stopped. {done}" + (force
            ? "Run it without -Force: what is loaded already is then recognised."
            : "Run the same command again: it loads what is left, and nothing twice.");
    }
}
