using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Contabyx.Engine.Buckets;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Load;

/// <summary>
/// Writes next to the files of a table why it was not loaded, or not completely: <c>error.json</c> for programs, and
/// <c>bad-rows.csv</c> for people who correct the rows. It also reads them.
/// </summary>
/// <param name="bucket">Where the files are.</param>
internal sealed class DeadLetters(IBucket bucket)
{
    private readonly LoadErrorLens _lens = new(bucket);

    /// <summary>Writes the documents of a table, while its files are still where they were loaded from.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <returns>The errors with their values.</returns>
    public async Task<IReadOnlyList<ContabyxLoadError>> WriteAsync(
        PlannedTable table, TableOutcome outcome, CancellationToken cancellation)
    {
        var prefix = BucketLayout.TablePrefix(BucketLayout.Error, table.Load.Run, table.Load.Table.Name);
        var path = Path.GetTempFileName();
        try
        {
            var rows = 0;
            IReadOnlyList<string> columns = [.. table.Load.Table.Columns.Select(column => column.Name)];
            IReadOnlyList<ContabyxLoadError> errors;
            using (var file = new FileStream(path, FileMode.Create))
            {
                file.Write(Encoding.UTF8.GetBytes(BadRowsHeader.TextOf(columns) + "\n"));
                errors = await _lens.ExamineAsync(table, outcome.LoadErrors, Add, cancellation).ConfigureAwait(false);

                void Add(ReadOnlySpan<byte> record)
                {
                    rows++;
                    file.Write(record);
                    file.WriteByte((byte)'\n');
                }
            }

            if (errors.Count == 0)
                errors = [Whole(table.Load.Run, table.Load.Table.Name, outcome.Error!)];
            string? hash = null;
            if (rows > 0)
            {
                hash = await HashAsync(path, cancellation).ConfigureAwait(false);
                await bucket.PutFileAsync(prefix + BucketLayout.BadRowsName, path, hash, cancellation).ConfigureAwait(false);
            }

            var letter = Letter(table.Load.Run, table.Load.Table.Name, outcome.Status, errors);
            await PutAsync(
                prefix,
                rows == 0 ? letter : letter with { BadRowsSha256 = hash, BadRows = rows, Columns = columns },
                cancellation).ConfigureAwait(false);
            return errors;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Writes the document of a run or a loose file that was refused as a whole.</summary>
    /// <param name="table">The table's name; <c>*</c> for all.</param>
    /// <param name="error">Why.</param>
    public async Task<IReadOnlyList<ContabyxLoadError>> RefuseAsync(
        string run, string table, ContabyxException error, CancellationToken cancellation)
    {
        IReadOnlyList<ContabyxLoadError> errors = [Whole(run, table, error)];
        var letter = Letter(run, table, LoadStatus.Failed, errors);
        await PutAsync(BucketLayout.RunPrefix(BucketLayout.Error, run), letter, cancellation).ConfigureAwait(false);
        return errors;
    }

    /// <summary>Where the documents of a table are.</summary>
    /// <param name="table">The table's name.</param>
    public string UriOf(string run, string table) => bucket.UriOf(BucketLayout.TablePrefix(BucketLayout.Error, run, table));

    /// <summary>Writes the document of a table that was refused before it reached the bucket.</summary>
    /// <param name="table">The table, and why.</param>
    public async Task<IReadOnlyList<ContabyxLoadError>> RefuseTableAsync(
        string run, RefusedTable table, CancellationToken cancellation)
    {
        IReadOnlyList<ContabyxLoadError> errors =
            [new() { Run = run, Table = table.Table, Reason = table.Reason, Advice = table.Advice }];
        var prefix = BucketLayout.TablePrefix(BucketLayout.Error, run, table.Table);
        await PutAsync(prefix, Letter(run, table.Table, LoadStatus.Failed, errors), cancellation).ConfigureAwait(false);
        return errors;
    }

    /// <summary>Reads the document of a table.</summary>
    /// <returns>NULL when there is none.</returns>
    /// <exception cref="DamagedFileException">It is not a document that this version can read.</exception>
    public Task<ErrorDocument?> FindAsync(string run, string table, CancellationToken cancellation) =>
        ReadAsync(BucketLayout.TablePrefix(BucketLayout.Error, run, table) + BucketLayout.ErrorsName, cancellation);

    /// <returns>The document; NULL when there is none.</returns>
    /// <exception cref="DamagedFileException">It is not a document that this version can read.</exception>
    public async Task<ErrorDocument?> ReadAsync(string key, CancellationToken cancellation)
    {
        if (await Documents.ReadAsync(bucket, key, cancellation).ConfigureAwait(false) is not { } json)
            return null;
        try
        {
            var document = RunJson.ReadErrors(json);
            return document.FormatVersion == ErrorDocument.CurrentVersion
                ? document
                : throw new DamagedFileException(
                    bucket.UriOf(key),
                    $"its format version is {document.FormatVersion}; this version of Contabyx reads {ErrorDocument.CurrentVersion}.");
        }
        catch (JsonException e)
        {
            throw new DamagedFileException(bucket.UriOf(key), $"it is not a valid error document: {e.Message}", e);
        }
    }

    /// <summary>The SHA-256 of a file, as 64 lower-case hexadecimal digits.</summary>
    /// <param name="path">The file.</param>
    public static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        var file = File.OpenRead(path);
        await using (file)
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
    }

    private static ContabyxLoadError Whole(string run, string table, ContabyxException error) => new()
    {
        Run = run, Table = table, File = (error as DamagedFileException)?.Target, Reason = error.Message, Advice = error.Advice,
    };

    private static ErrorDocument Letter(
        string run, string table, LoadStatus status, IReadOnlyList<ContabyxLoadError> errors) =>
        new(ErrorDocument.CurrentVersion, run, table, status, DateTimeOffset.UtcNow, null, errors);

    private Task<BucketObject> PutAsync(string prefix, ErrorDocument letter, CancellationToken cancellation) =>
        bucket.PutAsync(prefix + BucketLayout.ErrorsName, RunJson.Write(letter), cancellation);
}
