using System.Globalization;
using System.Text.RegularExpressions;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Files;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Load;

/// <summary>
/// Creates a new run from what failed in another: the parts without their bad rows, and the corrected rows as one more part.
/// The new run's name sorts right after the old one, so that it cannot overwrite rows of later runs.
/// </summary>
/// <remarks>
/// Everything is written to <c>data/</c> first, the document last. Only then do the original objects leave
/// <c>error/</c>, so it can be repeated after a crash at any moment.
/// </remarks>
/// <param name="bucket">Where the files are.</param>
internal sealed partial class RunRedrive(IBucket bucket)
{
    /// <summary>The folder, below the prefix of the new run, of the objects that it was created from.</summary>
    public const string Kept = "redriven/";

    private readonly DeadLetters _letters = new(bucket);
    private readonly RunStore _store = new(bucket);

    /// <summary>Creates the run.</summary>
    /// <param name="run">The run that failed.</param>
    /// <returns>The new run's name, and the file if it was a loose one; it waits in <c>data/</c>.</returns>
    /// <exception cref="RunNotFoundException">There is nothing of it to load again.</exception>
    /// <exception cref="DamagedFileException">A document or a file of it cannot be used.</exception>
    public async Task<(string Run, BucketObject? Loose)> PrepareAsync(string run, CancellationToken cancellation)
    {
        if (!RunId.IsValid(run))
            throw new RunNotFoundException(run, "this is not the name of a run.", "Get-ContabyxLoadError lists the runs that failed.");
        var next = NextName(run);
        if (!await ExistsAsync(RunStore.KeyOf(BucketLayout.Data, next), cancellation).ConfigureAwait(false))
        {
            await RefuseFinishedAsync(run, next, cancellation).ConfigureAwait(false);
            if (await ReadAsync(run, cancellation).ConfigureAwait(false) is not { } failed)
            {
                var loose = await new LooseRedrive(bucket).PrepareAsync(run, cancellation).ConfigureAwait(false)
                    ?? throw Nothing(run);
                await KeepAsync(run, next, cancellation).ConfigureAwait(false);
                return (next, loose);
            }

            var tables = new List<RunTable>();
            foreach (var table in failed.Tables)
            {
                if (await RedriveAsync(run, next, table, cancellation).ConfigureAwait(false) is { } again)
                    tables.Add(again);
            }

            if (tables.Count == 0)
                throw Nothing(run);
            await _store.PutAsync(new Run(next, failed.Origin, tables), cancellation).ConfigureAwait(false);
        }

        await KeepAsync(run, next, cancellation).ConfigureAwait(false);
        return (next, null);
    }

    /// <summary>The name of the run that a redriven one becomes: <c>RUN-m1</c>, then <c>RUN-m2</c>.</summary>
    /// <param name="run">The run's name.</param>
    internal static string NextName(string run)
    {
        var match = Redriven().Match(run);
        var (name, times) = match.Success
            ? (match.Groups[1].Value, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))
            : (run, 0);
        return string.Create(CultureInfo.InvariantCulture, $"{name}-m{times + 1}");
    }

    /// <summary>Whether a run was created from one that failed.</summary>
    /// <param name="run">The run's name.</param>
    internal static bool IsRedriven(string run) => Redriven().IsMatch(run);

    private async Task<RunTable?> RedriveAsync(string run, string next, RunTable table, CancellationToken cancellation)
    {
        var name = table.Schema.Name;
        var from = await TableFolder.FindAsync(bucket, BucketLayout.Error, run, name, cancellation).ConfigureAwait(false);
        var to = BucketLayout.TablePrefix(BucketLayout.Data, next, name);
        var letter = await _letters.ReadAsync(from + BucketLayout.ErrorsName, cancellation).ConfigureAwait(false);
        if (letter is null)
        {
            // Its files are there anyway: the document could not be written, or was removed.
            if (!await AnyAsync(from, cancellation).ConfigureAwait(false))
                return null;
            letter = new ErrorDocument(ErrorDocument.CurrentVersion, run, name, LoadStatus.Failed, default, null, []);
        }

        using var rows = await MendedRows.ReadAsync(bucket, from, letter, cancellation).ConfigureAwait(false);
        if (letter.Status == LoadStatus.LoadedWithErrors && rows is null)
        {
            throw new RunNotFoundException(
                run, $"{bucket.UriOf(from + BucketLayout.BadRowsName)} was not changed.", "Correct its rows first.");
        }

        var rewriter = new PartRewriter(bucket, table.Compression);
        var files = new List<RunFile>();
        if (letter.Status != LoadStatus.LoadedWithErrors)
        {
            foreach (var file in table.Files)
            {
                var bad = rows is null ? [] : BadLines(letter, file.Name);
                files.Add(await rewriter.CopyAsync(from + file.Name, to, file, bad, cancellation).ConfigureAwait(false));
            }
        }

        if (rows is not null)
        {
            var mended = FileNames.Stem(name) + "-mended" + RowFormats.Of(table.Format).Extension(table.Compression);
            if (await rewriter.WriteAsync(rows, to, mended, cancellation).ConfigureAwait(false) is { } part)
                files.Add(part);
            else if (letter.Status == LoadStatus.LoadedWithErrors)
                throw new RunNotFoundException(
                    run, $"{bucket.UriOf(from + BucketLayout.BadRowsName)} has no rows.", "There is nothing left to load.");
        }

        var again = table with
        {
            Files = files,
            Mode = letter.Status == LoadStatus.LoadedWithErrors ? ModeOfRest(table) : table.Mode,
            // Nobody has checked the range of the corrected values.
            Schema = rows is null ? table.Schema : table.Schema.WithoutExtents(),
            Totals = rows is null ? table.Totals : TableTotals.OfRows(files.Sum(file => file.Rows!.Value)),
        };
        await _store.PutManifestAsync(next, again, cancellation).ConfigureAwait(false);
        return again;
    }

    // The good rows are already there, and the rows that were left out are added to them.
    private static LoadMode ModeOfRest(RunTable table) => table.Schema.Key.Count > 0 ? LoadMode.Merge : LoadMode.Append;

    private static HashSet<long> BadLines(ErrorDocument letter, string file) =>
    [
        .. letter.Errors.Where(error => error.Line is not null && error.File?.EndsWith("/" + file, StringComparison.Ordinal) == true)
            .Select(error => error.Line!.Value),
    ];

    private async Task<Run?> ReadAsync(string run, CancellationToken cancellation)
    {
        foreach (var area in (string[])[BucketLayout.Error, BucketLayout.Processed])
        {
            if (await ExistsAsync(RunStore.KeyOf(area, run), cancellation).ConfigureAwait(false))
                return await _store.ReadAsync(area, run, cancellation).ConfigureAwait(false);
        }

        return null;
    }

    private async Task RefuseFinishedAsync(string run, string next, CancellationToken cancellation)
    {
        foreach (var area in (string[])[BucketLayout.Error, BucketLayout.Processed])
        {
            if (await ExistsAsync(RunStore.KeyOf(area, next), cancellation).ConfigureAwait(false))
            {
                throw new RunNotFoundException(
                    run,
                    $"it was already loaded again, as {next}, which is in {bucket.UriOf(BucketLayout.RunPrefix(area, next))}.",
                    area == BucketLayout.Error ? $"Fix it there, and load it with -Redrive {next}." : "There is nothing left to do.");
            }
        }
    }

    // The objects that the new run was created from are kept with it.
    private async Task KeepAsync(string run, string next, CancellationToken cancellation)
    {
        var from = BucketLayout.RunPrefix(BucketLayout.Error, run);
        var to = BucketLayout.RunPrefix(BucketLayout.Processed, next) + Kept;
        var moves = new List<ObjectMove>();
        await foreach (var item in bucket.ListAsync(from, cancellation).ConfigureAwait(false))
            moves.Add(new ObjectMove(item.Key, to + item.Key[from.Length..]) { Listed = item });
        await bucket.MoveAsync(moves, cancellation).ConfigureAwait(false);
    }

    private async Task<bool> ExistsAsync(string key, CancellationToken cancellation)
    {
        await foreach (var item in bucket.ListAsync(key, cancellation).ConfigureAwait(false))
            return item.Key == key;
        return false;
    }

    private async Task<bool> AnyAsync(string prefix, CancellationToken cancellation)
    {
        await foreach (var _ in bucket.ListAsync(prefix, cancellation).ConfigureAwait(false))
            return true;
        return false;
    }

    private RunNotFoundException Nothing(string run) => new(
        run,
        $"there is nothing in {bucket.UriOf(BucketLayout.RunPrefix(BucketLayout.Error, run))} to load again.",
        "Get-ContabyxLoadError lists the runs that failed.");

    [GeneratedRegex(@"^(.+)-m(\d{1,6})\z")]
    private static partial Regex Redriven();
}
