using System.Globalization;

namespace Contabyx.PowerShell;

/// <summary>The line that a stopped load ends with.</summary>
internal static class StopNote
{
    /// <param name="loaded">How many tables were committed.</param>
    public static string Of(int loaded)
    {
        var done = loaded switch
        {
            0 => "No table was loaded.",
            1 => "One table is loaded, and stays.",
            _ => string.Create(CultureInfo.InvariantCulture, $"{loaded:N0} tables are loaded, and stay."),
        };
        return $"Stopped. {done} What was sent waits in the bucket. The same command goes on from here: nothing is lost, "
            + "and nothing is loaded twice.";
    }
}
