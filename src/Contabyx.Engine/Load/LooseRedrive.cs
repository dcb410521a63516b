using Contabyx.Engine.Buckets;
using Contabyx.Engine.Files;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Load;

/// <summary>
/// Puts a loose file that failed into <c>data/</c> again: without its bad rows, and with the corrected ones after the
/// good ones.
/// </summary>
/// <param name="bucket">Where the files are.</param>
internal sealed class LooseRedrive(IBucket bucket)
{
    private readonly DeadLetters _letters = new(bucket);

    /// <summary>Puts the file back.</summary>
    /// <param name="run">The run that the file became.</param>
    /// <param name="cancellation">Stops it; it can be repeated.</param>
    /// <returns>The file; NULL when there is no loose file of the run in <c>error/</c>.</returns>
    /// <exception cref="RunNotFoundException">Another file with this name is already waiting.</exception>
    public async Task<BucketObject?> PrepareAsync(string run, CancellationToken cancellation)
    {
        var objects = new List<BucketObject>();
        await foreach (var item in bucket.ListAsync(BucketLayout.RunPrefix(BucketLayout.Error, run), cancellation).ConfigureAwait(false))
            objects.Add(item);
        var letterKey = objects.FirstOrDefault(item => NameOf(item.Key) == BucketLayout.ErrorsName)?.Key;
        if (letterKey is null || await _letters.ReadAsync(letterKey, cancellation).ConfigureAwait(false) is not { } letter)
            return null;
        var prefix = letterKey[..^BucketLayout.ErrorsName.Length];
        var part =
            objects.FirstOrDefault(item => RowFormats.FromFileName(item.Key) is not null && NameOf(item.Key) != BucketLayout.BadRowsName);
        var name = NameOf(part?.Key ?? letter.Errors[0].File ?? "");
        if (RowFormats.FromFileName(name) is not { } told)
            return null;
        using var rows = await MendedRows.ReadAsync(bucket, prefix, letter, cancellation).ConfigureAwait(false);
        if (part is null && rows is null)
            throw new RunNotFoundException(
                run, $"{bucket.UriOf(prefix + BucketLayout.BadRowsName)} was not changed.", "Correct its rows first.");
        if (part is null)
            name = told.Table + RowFormats.Of(FileFormat.Csv).Extension(FileCompression.None);
        var rewriter = new PartRewriter(bucket, part is null ? FileCompression.None : told.Compression);
        var bad = letter.Errors.Where(error => error.Line is not null).Select(error => error.Line!.Value).ToHashSet();
        var path = await rewriter.JoinAsync(part?.Key, rows, bad, cancellation).ConfigureAwait(false);
        try
        {
            return await PutAsync(run, BucketLayout.Data + name, path, cancellation).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<BucketObject> PutAsync(string run, string key, string path, CancellationToken cancellation)
    {
        var hash = await DeadLetters.HashAsync(path, cancellation).ConfigureAwait(false);
        await foreach (var waiting in bucket.ListAsync(key, cancellation).ConfigureAwait(false))
        {
            if (waiting.Key != key)
                break;
            if (await bucket.HoldsAsync(waiting, path, hash, cancellation).ConfigureAwait(false))
                return waiting; // An attempt that was cut short put it there.
            throw new RunNotFoundException(
                run, $"another file waits at {bucket.UriOf(key)}.", "Load that file first: Invoke-ContabyxCopy without -Redrive.");
        }

        return await bucket.PutFileAsync(key, path, hash, cancellation).ConfigureAwait(false);
    }

    private static string NameOf(string key) => key[(key.LastIndexOf('/') + 1)..];
}
