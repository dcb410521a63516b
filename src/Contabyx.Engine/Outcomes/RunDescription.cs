using Contabyx.Engine.Files;
using Contabyx.Engine.Load;
using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Outcomes;

/// <summary>
/// Concludes from what the sides say what became of a run. The load history counts most: it was written with the rows. An error
/// document says why a table failed, and the place of the files only what has happened if the history could not be asked.
/// </summary>
internal static class RunDescription
{
    /// <summary>
    /// The tables that the bucket says were loaded, and that the load history of the run does not have: another run may have
    /// brought their rows.
    /// </summary>
    public static IReadOnlyList<RunTable> Unrecorded(RunFacts facts) => facts.History is null || facts.Document is null
        ? []
        : [.. facts.Document.Tables.Where(table =>
            RecordOf(facts, table.Schema.Name) is null && LetterOf(facts, table.Schema.Name) is null
            && AreaOf(facts, FileNames.Stem(table.Schema.Name)) == BucketLayout.Processed)];

    /// <summary>Describes a run.</summary>
    public static ContabyxRun Of(RunFacts facts, string bucket, string warehouse)
    {
        var tables = TablesOf(facts);
        var state = tables.Count > 0 ? tables.Max(table => table.State) : RunStatus.Incomplete;
        if (IsIncomplete(facts))
            state = RunStatus.Incomplete;
        var whole = facts.Letters.FirstOrDefault(letter => letter.Table == "*");
        if (whole is not null)
            state = RunStatus.Failed;
        else if (facts is { Document: null, BucketError: null, Letters.Count: 0 } && facts.Areas.Contains(BucketLayout.Error)
            && tables.All(table => table.State == RunStatus.Failed))
            whole = NeverCompleted(facts.Run);
        var failed = tables.Where(table => table.Error is not null).MaxBy(table => table.State);
        var error = whole?.Errors.FirstOrDefault()?.Reason ?? (failed is null ? null : $"{failed.Table}: {failed.Error}")
            ?? (state == RunStatus.Waiting ? facts.LoggedErrors.GetValueOrDefault("") : null);
        return new ContabyxRun
        {
            Run = facts.Run,
            Job = facts.Document?.Origin.Job,
            Source = facts.Document?.Origin.Source,
            Bucket = bucket,
            Warehouse = warehouse,
            StartedAt = facts.Document?.Origin.CreatedAt ?? RunId.TimeOf(facts.Run) ?? Times(facts).Cast<DateTimeOffset?>().Min(),
            EndedAt = tables.Any(table => table.State is RunStatus.Waiting or RunStatus.Incomplete)
                ? null : Times(facts).Cast<DateTimeOffset?>().Max(),
            State = state,
            Tables = tables,
            Error = error is null ? null : Printable.Line(error),
            Advice = Printable.Of(whole?.Errors.FirstOrDefault()?.Advice ?? failed?.Advice),
            Places = facts.BucketError is null || facts.Areas.Count > 0 ? facts.Areas : null,
            InHistory = facts.History is null ? null : facts.History.Count > 0,
            BucketError = facts.BucketError,
            WarehouseError = facts.WarehouseError,
        };
    }

    private static bool IsIncomplete(RunFacts facts) => facts.Document is null && facts.BucketError is null
        && facts.Areas.Contains(BucketLayout.Data);

    private static IEnumerable<DateTimeOffset> Times(RunFacts facts) =>
        [.. (facts.History ?? []).Select(load => load.LoadedAt), .. facts.Letters.Select(letter => letter.Time)];

    private static IReadOnlyList<ContabyxRunTable> TablesOf(RunFacts facts)
    {
        var tables = (facts.Document?.Tables ?? []).Select(table => TableOf(facts, table.Schema.Name, table)).ToList();
        tables.AddRange((facts.Document?.Refused ?? []).Select(refused => RefusedOf(facts, refused)));

        // What the document does not list, or what only one side knows: loose files, and runs whose document is gone.
        var others = (facts.History ?? []).Select(load => load.Table)
            .Concat(facts.Letters.Select(letter => letter.Table).Where(name => name != "*"))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(name => !tables.Any(table => table.Table.Equals(name, StringComparison.OrdinalIgnoreCase))).ToList();
        tables.AddRange(others.Select(name => TableOf(facts, name, null)));
        var known = tables.Select(table => FileNames.Stem(table.Table)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var stems = facts.Document is null ? facts.Folders.Values.SelectMany(folder => folder) : [];
        tables.AddRange(
            stems.Where(stem => !RunMover.IsOfOther(stem) && known.Add(stem)).Select(stem => TableOf(facts, stem, null, stem)));
        return tables;
    }

    private static ContabyxRunTable TableOf(RunFacts facts, string name, RunTable? told, string? stem = null)
    {
        var (record, letter) = (RecordOf(facts, name), LetterOf(facts, name));
        long? expected = told?.Totals.Rows;

        // Two clocks: that of the machine that loaded, and the warehouse's. docs/loading.md says what follows.
        var failedLater = letter is { Status: LoadStatus.Failed } && !(record?.LoadedAt > letter.Time);
        var state = failedLater ? RunStatus.Failed
            : record is not null ? StateOf(record, letter, expected)
            : letter is not null ? RunStatus.LoadedWithErrors
            : StateByPlace(facts, name, stem ?? FileNames.Stem(name));
        var earlier = state == RunStatus.AlreadyLoaded ? facts.Earlier.GetValueOrDefault(name) : null;
        var error = state switch
        {
            RunStatus.Failed or RunStatus.LoadedWithErrors => letter?.Errors[0].Reason,
            RunStatus.Waiting => facts.LoggedErrors.GetValueOrDefault(name),
            RunStatus.Missing => "its files are in processed/, but the load history has no such rows.",
            _ => null,
        };
        return new ContabyxRunTable
        {
            Table = name,
            State = state,
            Mode = (record?.Mode ?? told?.Mode)?.ToString(),
            RowsExpected = expected,
            RowsLoaded = record?.Rows ?? (facts.History is null ? null : 0),
            Bytes = record?.Bytes ?? told?.Files.Sum(file => file.Bytes),
            Files = record?.Files ?? told?.Files.Count,
            Proof = (record?.Proof ?? earlier?.Proof ?? (facts.History is null ? null : LoadProof.None))?.ToString(),
            LoadedAt = record?.LoadedAt,
            OtherRun = state switch
            {
                RunStatus.AlreadyLoaded => earlier?.Run,
                RunStatus.Redriven => facts.RedrivenAs,
                _ => null,
            },
            Error = error is null ? null : Printable.Of(error),
            Advice = state switch
            {
                RunStatus.Missing => "If the warehouse was restored to an earlier state, export the table again. If it is another "
                    + "warehouse, ask with its connection.",
                RunStatus.Failed or RunStatus.LoadedWithErrors => Printable.Of(letter?.Errors[0].Advice),
                _ => null,
            },
        };
    }

    private static ContabyxRunTable RefusedOf(RunFacts facts, RefusedTable refused) => new()
    {
        Table = refused.Table,
        State = RunStatus.Failed,
        Mode = refused.Mode.ToString(),
        RowsLoaded = facts.History is null ? null : 0,
        Bytes = 0,
        Files = 0,
        Proof = facts.History is null ? null : nameof(LoadProof.None),
        Error = Printable.Of(refused.Reason),
        Advice = Printable.Of(refused.Advice),
    };

    private static RunStatus StateOf(LoadRecord record, ErrorDocument? letter, long? expected)
    {
        if (letter is { Status: LoadStatus.LoadedWithErrors } || record.Rows < expected)
            return RunStatus.LoadedWithErrors;
        return record is { Mode: LoadMode.Differences, Files: 0 } ? RunStatus.Unchanged : RunStatus.Loaded;
    }

    private static RunStatus StateByPlace(RunFacts facts, string name, string stem)
    {
        if (facts.Earlier.ContainsKey(name))
            return RunStatus.AlreadyLoaded;
        return AreaOf(facts, stem) switch
        {
            BucketLayout.Data => facts.Document is null ? RunStatus.Incomplete : RunStatus.Waiting,
            // Of a loose file nobody has kept what it was: another file may have brought its rows.
            BucketLayout.Processed when facts.Document is null => facts.History is null ? RunStatus.Loaded : RunStatus.AlreadyLoaded,
            BucketLayout.Processed => facts.History is null ? RunStatus.Loaded : RunStatus.Missing,
            null when facts.RedrivenAs is not null => RunStatus.Redriven,
            _ => RunStatus.Failed,
        };
    }

    // Where the files of a table are. One that is being moved is in two places, and counts as not moved.
    private static string? AreaOf(RunFacts facts, string stem) => Array.Find(
        [BucketLayout.Data, BucketLayout.Error, BucketLayout.Processed],
        area => facts.Folders.GetValueOrDefault(area)?.Contains(stem) == true) ?? facts.DocumentArea;

    private static LoadRecord? RecordOf(RunFacts facts, string name) =>
        facts.History?.FirstOrDefault(load => load.Table.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static ErrorDocument? LetterOf(RunFacts facts, string name) =>
        facts.Letters.FirstOrDefault(letter => letter.Table.Equals(name, StringComparison.OrdinalIgnoreCase) && letter.Errors.Count > 0);

    private static ErrorDocument NeverCompleted(string run) => new(
        ErrorDocument.CurrentVersion, run, "*", LoadStatus.Failed, default, null,
        [
            new ContabyxLoadError
            {
                Run = run, Table = "*", Reason = "its upload was never completed.",
                Advice = "Its rows are still in the source: the next run brings them.",
            },
        ]);
}
