using System.Globalization;

namespace Contabyx.Tests;

/// <summary>
/// Random histories of changes, late commits and interruptions. CONTABYX_HISTORIES says how many per mode, CONTABYX_SEED where
/// the seeds begin.
/// </summary>
public sealed class SyncHistoryTests
{
    private const int Usual = 1;

    private static readonly TableSelection Life = new() { Table = "Life", Mode = ReadMode.Differences };

    private static readonly TableSelection Newer = Life with { Mode = ReadMode.Incremental, Watermark = "w", Lookback = "10" };

    [Fact]
    public Task Full_loses_and_doubles_nothing() => LiveAsync(Life with { Mode = ReadMode.Full });

    [Fact]
    public Task Differences_lose_and_double_nothing() => LiveAsync(Life);

    [Fact]
    public Task Differences_with_marks_lose_and_double_nothing() =>
        LiveAsync(Life with { Deletes = DeletedRows.Mark, DeletedAtColumn = "gone_at" });

    [Fact]
    public Task Differences_that_keep_deleted_rows_lose_and_double_nothing() => LiveAsync(Life with { Deletes = DeletedRows.Keep });

    [Fact]
    public Task Incremental_runs_lose_nothing_that_they_promise() => LiveAsync(Newer);

    [Fact]
    public Task Incremental_runs_with_differences_lose_nothing_that_they_promise() => LiveAsync(Newer with { DifferencesEvery = 3 });

    private static async Task LiveAsync(TableSelection reading)
    {
        var (first, wanted) = (Number("CONTABYX_SEED", 0), Number("CONTABYX_HISTORIES", Usual));
        var mishaps = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = first; seed < first + wanted; seed++)
        {
            using var history = new SyncHistory(seed, reading);
            try
            {
                await history.LiveAsync();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException($"The history of seed {seed} fails: {e.Message}", e);
            }

            foreach (var (mishap, times) in history.Mishaps)
                mishaps[mishap] = mishaps.GetValueOrDefault(mishap) + times;
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{wanted} of {wanted} histories (seeds {first} to {first + wanted - 1}): nothing was lost, doubled or left behind. They "
                + "suffered: "
            + string.Join(", ", mishaps.OrderBy(found => found.Key).Select(found => $"{found.Key} {found.Value}")) + ".");
    }

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
