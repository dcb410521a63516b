using System.Globalization;

namespace Contabyx.Tests;

/// <summary>
/// Random histories of archived and restored years. CONTABYX_HISTORIES says how many per mode, CONTABYX_SEED where the seeds begin.
/// </summary>
public sealed class ArchiveHistoryTests
{
    private const int Usual = 2;

    [Theory]
    [InlineData(ReadMode.Full)]
    [InlineData(ReadMode.Differences)]
    [InlineData(ReadMode.Incremental)]
    public async Task The_view_loses_and_doubles_nothing(ReadMode mode)
    {
        var (first, wanted) = (Number("CONTABYX_SEED", 0), Number("CONTABYX_HISTORIES", Usual));
        var events = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = first; seed < first + wanted; seed++)
        {
            using var history = new ArchiveHistory(seed, mode);
            try
            {
                await history.LiveAsync();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException($"The history of seed {seed} fails: {e.Message}", e);
            }

            foreach (var (what, times) in history.Events)
                events[what] = events.GetValueOrDefault(what) + times;
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{wanted} histories: {string.Join(", ", events.OrderBy(found => found.Key).Select(found => $"{found.Key} {found.Value}"))}.");
    }

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
