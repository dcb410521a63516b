using System.Globalization;
using System.Security.Cryptography;

namespace Contabyx.Engine.Runs;

/// <summary>Names of runs: sortable by time, and unique.</summary>
internal static class RunId
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";
    private const int TimeLength = 19;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>A new run's name, such as <c>20261123T221501123Z-7k2m9q</c>.</summary>
    /// <param name="now">The time when it begins.</param>
    public static string New(DateTimeOffset now) =>
        now.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) + "-" +
        RandomNumberGenerator.GetString(Alphabet, 6);

    /// <summary>The name of a run that must be loaded after another one, and so must sort after it.</summary>
    /// <param name="now">When it starts, by a clock that may stand still or go back.</param>
    /// <param name="before">The other run.</param>
    public static string NewBehind(string before, DateTimeOffset now) =>
        New(TimeOf(before) is { } time && now <= time.AddMilliseconds(1) ? time.AddMilliseconds(1) : now);

    /// <summary>The time at the beginning of a run's name; NULL when there is none.</summary>
    /// <param name="run">The name.</param>
    public static DateTimeOffset? TimeOf(string run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Length >= TimeLength && DateTimeOffset.TryParseExact(
            run[..TimeLength], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }

    /// <summary>How the names of runs that begin at a time begin; those of earlier runs sort before it.</summary>
    public static string PrefixOf(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Whether a name can be the name of a run: letters, digits, <c>-</c> and <c>_</c>, up to 64 of them.</summary>
    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= 64 } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
