using Contabyx.Engine.Rows;
using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Load;

/// <summary>
/// Loads one table: find, verify, stage, lock, prove, apply, record. The caller commits.
/// </summary>
internal sealed class TableLoader(FileVerifier verifier, bool force)
{
    // MAXERROR of Amazon Redshift is at most 100,000, and one more bad row than allowed is asked for.
    private const long MostLeftOut = 99_999;

    /// <returns>What the commit of the transaction will commit.</returns>
    /// <exception cref="ContabyxException">Nothing of the table may be committed.</exception>
    public async Task<TableOutcome> LoadAsync(
        ILoadTransaction transaction, PlannedTable table, CancellationToken cancellation)
    {
        var earlier = await transaction.FindEarlierAsync(table.Load, cancellation).ConfigureAwait(false);
        if (earlier is not null && !force
            && await RecogniseAsync(transaction, table, earlier, null, cancellation).ConfigureAwait(false) is { } recognised)
            return recognised;
        if (table.Load.IsUnchanged)
            return await ConfirmAsync(transaction, table, cancellation).ConfigureAwait(false);
        var verified = await verifier.VerifyAsync(table, cancellation).ConfigureAwait(false);
        var leftOut = await transaction.StageAsync(table.Load, cancellation).ConfigureAwait(false);
        await verifier.VerifyUnchangedAsync(table, verified, cancellation).ConfigureAwait(false);
        var meanwhile = await transaction.LockAsync(table.Load, cancellation).ConfigureAwait(false);
        if (meanwhile is not null && meanwhile != earlier && !force
            && await RecogniseAsync(transaction, table, meanwhile, leftOut, cancellation).ConfigureAwait(false) is { } arrived)
            return arrived;
        var staged = await transaction.ReadStagedTotalsAsync(table.Load, cancellation).ConfigureAwait(false);
        var proof = leftOut.Count == 0 ? Prove(table, staged) : ProveRest(table, staged, leftOut.Count);
        var inserted = await transaction.ApplyAsync(table.Load, staged, force, cancellation).ConfigureAwait(false);
        if (inserted != staged.Rows)
            throw Unproven(table, [$"{staged.Rows} rows staged, {inserted} inserted"]);
        var whole = await ProveWholeAsync(transaction, table, cancellation).ConfigureAwait(false);
        var record = Record(table.Load, staged, proof);
        if (leftOut.Count == 0)
            record = await AddWatermarkAsync(transaction, table.Load, record, cancellation).ConfigureAwait(false);
        await transaction.RecordAsync(record, cancellation).ConfigureAwait(false);
        var (status, figures) = leftOut.Count == 0
            ? (LoadStatus.Loaded, FiguresOf(table, proof) + whole)
            : (LoadStatus.LoadedWithErrors, 1);
        return new TableOutcome(status, inserted, proof, figures)
        {
            LoadErrors = leftOut, Before = meanwhile?.LoadedAt, Files = verified.Check,
        };
    }

    /// <summary>
    /// Checks whether another process has loaded a table in the meantime. It then moves the files away, and any other
    /// process that loads them sees them vanish.
    /// </summary>
    /// <returns>The outcome; NULL when nobody has.</returns>
    public async Task<TableOutcome?> FindEarlierAsync(
        IWarehouse warehouse, PlannedTable table, CancellationToken cancellation)
    {
        if (force)
            return null;
        var transaction = await warehouse.BeginAsync(cancellation).ConfigureAwait(false);
        await using (transaction)
        {
            var found = await transaction.FindEarlierAsync(table.Load, cancellation).ConfigureAwait(false);
            if (found is null || !IsSame(table, found))
                return null;

            if (MissingOf(table, found) == 0)
                return await RecogniseAsync(transaction, table, found, null, cancellation).ConfigureAwait(false);

            // If it has moved the files, it reports what it left out. If they are here, this failure is that of their rows.
            return await verifier.AreGoneAsync(table, cancellation).ConfigureAwait(false) ? AlreadyLoaded(found, found.Proof, 0) : null;
        }
    }

    /// <summary>The row of the history for a load.</summary>
    /// <param name="totals">The totals of its rows.</param>
    /// <param name="proof">What was proven.</param>
    public static LoadRecord Record(TableLoad load, TableTotals totals, LoadProof proof) => new(
        load.Run, load.Table.Name, load.Mode, load.ContentHash, totals.Rows, load.Bytes, load.Files,
        totals.FirstKey, totals.LastKey, proof, DateTimeOffset.UtcNow);

    // Nothing differed when the source was read; this is checked again here, under the lock.
    private static async Task<TableOutcome> ConfirmAsync(
        ILoadTransaction transaction, PlannedTable table, CancellationToken cancellation)
    {
        await transaction.LockAsync(table.Load, cancellation).ConfigureAwait(false);
        var figures = await ProveWholeAsync(transaction, table, cancellation).ConfigureAwait(false);
        var record = Record(table.Load, TableTotals.OfRows(0), LoadProof.Proven);
        record = await AddWatermarkAsync(transaction, table.Load, record, cancellation).ConfigureAwait(false);
        await transaction.RecordAsync(record, cancellation).ConfigureAwait(false);
        return new TableOutcome(LoadStatus.Unchanged, 0, LoadProof.Proven, figures);
    }

    // The whole table must be equal to the source's snapshot.
    private static async Task<int> ProveWholeAsync(
        ILoadTransaction transaction, PlannedTable table, CancellationToken cancellation)
    {
        if (table.Load.Sync?.Whole is not { } expected)
            return 0;
        var there = await transaction.ReadTableTotalsAsync(table.Load, null, cancellation).ConfigureAwait(false);
        var differences = expected.Differences(there);
        return differences.Count == 0
            ? expected.FigureCount
            : throw Unproven(table, [.. differences.Select(difference => $"in the whole table, {difference}")]);
    }

    // The next run must not start from a run that lost rows or was corrected.
    private static async Task<LoadRecord> AddWatermarkAsync(
        ILoadTransaction transaction, TableLoad load, LoadRecord record, CancellationToken cancellation)
    {
        if (load.Sync is not { WatermarkColumn: { } name, Watermark: not null } || RunRedrive.IsRedriven(load.Run))
            return record;
        var type = load.Table.Columns.First(column => column.Name == name).Type;
        var found = await transaction.ReadWatermarkAsync(load, cancellation).ConfigureAwait(false);
        return found is not null && WatermarkValue.TryParse(type, found) is { } value
            ? record with { WatermarkColumn = name, Watermark = value.ToString() }
            : record;
    }

    // The history says what was loaded, not what happened to it later: rows are proven again, or loaded again if another run
    // brought them. NULL: load them. If they are staged already, staged says which rows were left out.
    private async Task<TableOutcome?> RecogniseAsync(
        ILoadTransaction transaction, PlannedTable table, LoadRecord earlier, IReadOnlyList<ContabyxLoadError>? staged,
        CancellationToken cancellation)
    {
        if (!IsSame(table, earlier))
            throw OtherContent(table, earlier);
        if (MissingOf(table, earlier) > 0)
            return await RecogniseRestAsync(transaction, table, earlier, staged, cancellation).ConfigureAwait(false);
        if (table.Load.Mode == LoadMode.Differences)
            return await RecogniseDifferencesAsync(transaction, table, earlier, cancellation).ConfigureAwait(false);
        if (earlier.Proof != LoadProof.Proven || table.Expected is not { } expected)
            return AlreadyLoaded(earlier, earlier.Proof, 0);
        var mode = table.Load.Mode;
        if (expected.Rows == 0 && mode != LoadMode.Replace)
            return AlreadyLoaded(earlier, LoadProof.Proven, 0);

        // Parsing changes the text of JSON: once it is loaded, its rows cannot be proven again.
        if (table.Load.Table.Columns.Any(column => column.IsSuper))
            return IsOwn(table, earlier) ? AlreadyLoaded(earlier, LoadProof.None, 0) : null;
        var range = mode != LoadMode.Replace && expected is { FirstKey: { } first, LastKey: { } last }
            ? new KeyRange(first, last)
            : (KeyRange?)null;
        var there = await transaction.ReadTableTotalsAsync(table.Load, range, cancellation).ConfigureAwait(false);
        if (expected.Differences(there).Count == 0)
            return AlreadyLoaded(earlier, LoadProof.Proven, expected.FigureCount);
        return IsOwn(table, earlier) ? AlreadyLoaded(earlier, LoadProof.None, 0) : null;
    }

    // The earlier load left bad rows out. Another run loads the rows again, and reports the bad ones again. In the same run they
    // are staged only to find the bad ones: it may have been interrupted before it wrote down which they are.
    private async Task<TableOutcome?> RecogniseRestAsync(
        ILoadTransaction transaction, PlannedTable table, LoadRecord earlier, IReadOnlyList<ContabyxLoadError>? staged,
        CancellationToken cancellation)
    {
        if (!IsOwn(table, earlier))
            return null;
        var leftOut = staged;
        if (leftOut is null)
        {
            await verifier.VerifyAsync(table, cancellation).ConfigureAwait(false);
            var most = (int)Math.Min(MissingOf(table, earlier), MostLeftOut);
            var load = table.Load with { MaxErrors = most, Rows = table.ExpectedRows };
            leftOut = await StageAgainAsync(transaction, load, cancellation).ConfigureAwait(false);
        }

        return leftOut.Count == 0
            ? AlreadyLoaded(earlier, LoadProof.None, 0)
            : new TableOutcome(LoadStatus.LoadedWithErrors, 0, earlier.Proof, 1) { EarlierRun = earlier.Run, LoadErrors = leftOut };
    }

    // In error/ the rows would be corrected and loaded together, and the good ones are in the table already.
    private static async Task<IReadOnlyList<ContabyxLoadError>> StageAgainAsync(
        ILoadTransaction transaction, TableLoad load, CancellationToken cancellation)
    {
        try
        {
            return await transaction.StageAsync(load, cancellation).ConfigureAwait(false);
        }
        catch (WarehouseException e) when (!e.FilesWait)
        {
            throw new WarehouseException(
                e.Target,
                $"{load.Table.Name} was loaded before without its bad rows, and which rows these are cannot be found out now. {e.Message}",
                "Its files wait. If the table was changed since, change it back and run the same command again.",
                e)
            {
                FilesWait = true,
            };
        }
    }

    // Only the same run counts as loaded: another run found other differences.
    private static async Task<TableOutcome> RecogniseDifferencesAsync(
        ILoadTransaction transaction, PlannedTable table, LoadRecord earlier, CancellationToken cancellation)
    {
        if (table.Load.Sync?.Whole is not { } expected)
            return AlreadyLoaded(earlier, LoadProof.None, 0);
        var there = await transaction.ReadTableTotalsAsync(table.Load, null, cancellation).ConfigureAwait(false);
        return expected.Differences(there).Count == 0
            ? AlreadyLoaded(earlier, LoadProof.Proven, expected.FigureCount)
            : AlreadyLoaded(earlier, LoadProof.None, 0);
    }

    private static long MissingOf(PlannedTable table, LoadRecord earlier) => (table.ExpectedRows ?? earlier.Rows) - earlier.Rows;

    private static TableOutcome AlreadyLoaded(LoadRecord earlier, LoadProof proof, int figures) =>
        new(LoadStatus.AlreadyLoaded, 0, proof, figures) { EarlierRun = earlier.Run };

    // Rows of an append count as its own: they would be duplicated.
    private static bool IsOwn(PlannedTable table, LoadRecord earlier) =>
        earlier.Run == table.Load.Run || table.Load.Mode == LoadMode.Append;

    // The name of a run says nothing about its files: somebody may have sent others under the same name.
    private static bool IsSame(PlannedTable table, LoadRecord earlier) =>
        earlier.Run != table.Load.Run || earlier.ContentHash == table.Load.ContentHash;

    private static DamagedFileException OtherContent(PlannedTable table, LoadRecord earlier) => new(
        table.ExpectedBy,
        $"the run {earlier.Run} was loaded before with other files of {table.Load.Table.Name}, so these were not loaded. " +
        "Load them with -Force, or export the table again.");

    private static int FiguresOf(PlannedTable table, LoadProof proof) =>
        proof == LoadProof.None ? 0 : table.Expected?.FigureCount ?? 1;

    // Nobody knows the totals of rows that could not be read; their number is known.
    private static LoadProof ProveRest(PlannedTable table, TableTotals staged, int leftOut)
    {
        if (table.ExpectedRows is not { } rows)
            return LoadProof.None;
        return rows == staged.Rows + leftOut
            ? LoadProof.RowCount
            : throw Unproven(table, [$"{rows} rows in the files, {staged.Rows} staged and {leftOut} left out"]);
    }

    private static LoadProof Prove(PlannedTable table, TableTotals staged)
    {
        if (table.Expected is { } expected)
        {
            var differences = expected.Differences(staged);
            return differences.Count == 0 ? LoadProof.Proven : throw Unproven(table, differences);
        }

        if (table.ExpectedRows is not { } rows)
            return LoadProof.None;
        return rows == staged.Rows
            ? LoadProof.RowCount
            : throw Unproven(table, [$"{rows} rows in the file, {staged.Rows} staged"]);
    }

    private static ProofFailedException Unproven(PlannedTable table, IReadOnlyList<string> differences) =>
        new(table.Load.Table.Name, table.ExpectedBy, differences);
}
