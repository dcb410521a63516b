using System.Globalization;
using Contabyx.Engine.Archive;
using Contabyx.Engine.Compare;

namespace Contabyx.Tests;

/// <summary>A twin with a table of several years, and what archives it.</summary>
internal sealed class ArchiveTwin : IDisposable
{
    public static readonly TableSelection Sales = new() { Table = "Sales" };

    public static readonly ArchiveRequest Old = new("Sales") { Before = new DateOnly(2017, 1, 1) };

    public SyncTwin Twin { get; } = new();

    public string Archive => Path.Combine(Twin.Home, "bucket", "archive");

    public void Dispose() => Twin.Dispose();

    /// <summary>Rows of 2014 to 2018, five a year, some of them at the edges of a year; and one without a day.</summary>
    public async Task FillAsync(string moreColumns = "", string moreValues = "")
    {
        Twin.Source(
            "CREATE TABLE Sales (id BIGINT, sold TIMESTAMP, amount DECIMAL(18,2), what VARCHAR" + moreColumns + ", PRIMARY KEY (id)); "
            + "INSERT INTO Sales SELECT y * 10 + i, CASE i WHEN 0 THEN make_timestamp(y::BIGINT, 1, 1, 0, 0, 0) "
            + "ELSE make_timestamp(y::BIGINT, 12, 31, 23, 59, 59.999999) END, "
            + "i * 10.01, CASE i WHEN 1 THEN NULL WHEN 2 THEN '' ELSE 'it''s ' || y END" + moreValues
            + " FROM range(2014, 2019) years(y), range(5) rows(i); "
            + "INSERT INTO Sales (id, sold, amount, what) VALUES (1, NULL, 7, 'no day')");
        await Twin.LoadAsync(Sales);
    }

    /// <summary>Archives what a request asks for; each year's result.</summary>
    public async Task<IReadOnlyList<ContabyxArchive>> ArchiveAsync(ArchiveRequest request)
    {
        await using var archive = Open();
        var plan = await archive.PlanAsync(request with { Column = request.Column ?? "sold" }, Stop);
        if (plan.Steps.Count == 0 && plan.ViewStatements.Count > 0)
            await archive.RefreshAsync(plan, Stop);
        var results = new List<ContabyxArchive>();
        foreach (var step in plan.Steps)
            results.Add(await archive.ArchiveAsync(step, Stop));
        return results;
    }

    public async Task<ContabyxArchive> RestoreAsync(int year, string table = "Sales")
    {
        await using var archive = Open();
        return await archive.RestoreAsync(await archive.PlanRestoreAsync(table, year, Stop), Stop);
    }

    public async Task<IReadOnlyList<ContabyxArchive>> ReadAsync()
    {
        await using var archive = Open();
        return await archive.ReadAsync(Stop);
    }

    public async Task<ContabyxComparison> CompareAsync(TableSelection selection, int keys = 0)
    {
        await using var comparison = new DataComparison(Twin.Connection, new Progress<ItemProgress>(), Twin.Notes);
        return await comparison.CompareAsync(selection, keys, Stop);
    }

    /// <param name="notes">Receives each statement after it has run; NULL for nothing special.</param>
    public DataArchive Open(IProgress<string>? notes = null) => new(Twin.Connection, new Progress<ItemProgress>(), notes ?? Twin.Notes);

    /// <summary>The view shows the source's rows, each once.</summary>
    public void AssertWhole(string columns = "id, sold, amount, what", string table = "Sales", string view = "\"Sales_all\"") =>
        Assert.Equal(Twin.RowsOf("source.duckdb", $"\"{table}\"", columns), Twin.RowsOf("warehouse.duckdb", view, columns));

    public int[] HotYears() =>
        [.. Twin.AskWarehouse("SELECT DISTINCT year(sold) AS y FROM Sales WHERE sold IS NOT NULL ORDER BY y")
            .Select(row => int.Parse(row[0]!, CultureInfo.InvariantCulture))];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
