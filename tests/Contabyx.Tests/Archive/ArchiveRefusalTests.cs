namespace Contabyx.Tests;

/// <summary>What is not archived, and what it says then.</summary>
public sealed class ArchiveRefusalTests : IDisposable
{
    private static readonly int ThisYear = DateTime.UtcNow.Year;

    private readonly ArchiveTwin _archive = new();

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task It_must_be_said_which_years_go()
    {
        await _archive.FillAsync();

        await RefusesAsync(new ArchiveRequest("Sales"), "no years were given", "-KeepYears 3", "-Before");
        await RefusesAsync(ArchiveTwin.Old with { KeepYears = 3 }, "exclude each other");
        await RefusesAsync(ArchiveTwin.Old with { Before = new DateOnly(2016, 7, 1) }, "in the middle", "-Before 2016-01-01");
        await RefusesAsync(ArchiveTwin.Old with { Before = new DateOnly(ThisYear + 1, 1, 1) }, "not all finished", $"{ThisYear}-01-01");
    }

    [Fact]
    public void More_names_than_the_ledger_can_keep_are_refused()
    {
        var columns = Enumerable.Range(0, 700).Select(i =>
            new ColumnSchema($"{i}{new string('\u00e7', 20)}", ColumnType.Of(ColumnKind.Int32)));
        using var twin = new SyncTwin();
        var archive = Engine.Connections.Addresses.OpenWarehouse(twin.Connection).Archive;

        var refused = Assert.Throws<ArchiveException>(() =>
            Engine.Archive.ArchiveRules.Check(new TableSchema("Wide", [.. columns], []), archive));

        Assert.Contains("the names of its 700 columns are too long", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Years_to_keep_are_those_before_this_one()
    {
        _archive.Twin.Source(
            $"CREATE TABLE Sales (id BIGINT, sold DATE, PRIMARY KEY (id)); "
            + $"INSERT INTO Sales SELECT y, make_date(y::INTEGER, 6, 1) FROM range({ThisYear - 4}, {ThisYear + 1}) years(y)");
        await _archive.Twin.LoadAsync(ArchiveTwin.Sales);

        var results = await _archive.ArchiveAsync(new ArchiveRequest("Sales") { KeepYears = 2 });

        Assert.Equal([ThisYear - 4, ThisYear - 3], results.Select(result => result.Year));
        Assert.Equal(
            [ThisYear - 2, ThisYear - 1],
            (await _archive.ArchiveAsync(new ArchiveRequest("Sales") { KeepYears = 0 })).Select(result => result.Year));
        Assert.Equal([ThisYear], _archive.HotYears());
    }

    [Fact]
    public async Task Without_a_column_it_must_be_clear_which()
    {
        _archive.Twin.Source("""
            CREATE TABLE One (a DATE NOT NULL, b TIMESTAMP, n INTEGER);
            CREATE TABLE Two (a DATE NOT NULL, b TIMESTAMP NOT NULL);
            CREATE TABLE None (b TIMESTAMP, n INTEGER);
            INSERT INTO One VALUES ('2015-01-01', NULL, 1)
            """);
        foreach (var table in (string[])["One", "Two", "None"])
            await _archive.Twin.RunAsync(new TableSelection { Table = table });
        await using var archive = _archive.Open();

        Assert.Single((await archive.PlanAsync(Of("One"), Stop)).Steps);
        await RefusesAsync(Of("Two"), "several dates that are never NULL: a, b", "-Column a, b");
        await RefusesAsync(Of("None"), "no DATE or TIMESTAMP column that is never NULL", "-Column b");
        await RefusesAsync(Of("One") with { Column = "n" }, "n is INTEGER", "-Column a, b");
        await RefusesAsync(Of("One") with { Column = "x" }, "no column x", "-Column a, b");

        static ArchiveRequest Of(string table) => new(table) { Before = new DateOnly(2020, 1, 1) };
    }

    [Fact]
    public async Task A_view_of_somebody_else_is_not_replaced()
    {
        await _archive.FillAsync();
        _archive.Twin.Warehouse("CREATE VIEW sales_ALL AS SELECT 1 AS mine");

        await RefusesAsync(ArchiveTwin.Old with { Column = "sold" }, "a view named Sales_all", "-View");
        var results = await _archive.ArchiveAsync(ArchiveTwin.Old with { View = "Everything" });

        Assert.Equal("Everything", results[0].View);
        _archive.AssertWhole(view: "Everything");
        Assert.Equal("1", _archive.Twin.AskWarehouse("SELECT mine FROM sales_ALL")[0][0]);
        await RefusesAsync(ArchiveTwin.Old with { View = "Other" }, "is Everything already");
        await RefusesAsync(ArchiveTwin.Old with { Column = "amount" }, "its years were archived by sold");
    }

    [Fact]
    public async Task The_view_of_another_table_is_not_taken()
    {
        await _archive.FillAsync();
        _archive.Twin.Warehouse("CREATE TABLE Tax (d DATE NOT NULL); INSERT INTO Tax VALUES ('2015-05-05'), ('2018-05-05')");
        await _archive.ArchiveAsync(ArchiveTwin.Old with { View = "all_rows" });
        var tax = new ArchiveRequest("Tax") { Before = new DateOnly(2017, 1, 1), View = "All_Rows" };

        await RefusesAsync(tax, "is the view over Sales and its archive", "-View");
        foreach (var year in (int[])[2014, 2015, 2016])
            await _archive.RestoreAsync(year);
        await RefusesAsync(tax, "a view named All_Rows", "-View");
        _archive.AssertWhole(view: "all_rows");
    }

    [Theory]
    [InlineData("ALTER TABLE Sales RENAME sold TO sold_at", "not in the table any more")]
    [InlineData("ALTER TABLE Sales ALTER sold TYPE VARCHAR", " now")]
    public async Task The_column_of_the_years_has_to_stay(string change, string why)
    {
        await _archive.FillAsync();
        await _archive.ArchiveAsync(ArchiveTwin.Old);
        _archive.Twin.Warehouse(change);

        await RefusesAsync(ArchiveTwin.Old, why, "column sold");
    }

    [Fact]
    public async Task What_cannot_be_archived_is_refused_by_its_name()
    {
        _archive.Twin.Warehouse("""
            CREATE TABLE Parsed (a DATE NOT NULL, j JSON);
            CREATE TABLE Taken (a DATE NOT NULL, Archive_Year INTEGER);
            CREATE VIEW Seen AS SELECT a FROM Taken
            """);

        await RefusesAsync(Of("Parsed"), "j is parsed JSON");
        await RefusesAsync(Of("Taken"), "needs the name Archive_Year");
        await RefusesAsync(Of("Seen"), "");
        await RefusesAsync(Of("Missing"), "no table 'Missing'");
        await RefusesAsync(Of("contabyx_load_history"), "");

        static ArchiveRequest Of(string table) => new(table) { Before = new DateOnly(2020, 1, 1), Column = "a" };
    }

    [Fact]
    public async Task Rows_that_somebody_inserted_into_an_archived_year_stay_and_are_told()
    {
        await _archive.FillAsync();
        await _archive.ArchiveAsync(ArchiveTwin.Old);
        _archive.Twin.Warehouse("INSERT INTO Sales VALUES (999, '2015-05-05', 1, 'by hand')");

        var again = Assert.Single(await _archive.ArchiveAsync(ArchiveTwin.Old));

        Assert.Equal((ArchiveStatus.AlreadyArchived, 2015), (again.Status, again.Year));
        Assert.Contains(_archive.Twin.Notes.Warnings, text => text.Contains("has rows of 2015 (1)", StringComparison.Ordinal));
        Assert.Equal("26", _archive.Twin.AskWarehouse("SELECT count(*) FROM \"Sales_all\" WHERE sold IS NOT NULL")[0][0]);
        Assert.Contains("has rows of 2015 (1) beside", (await _archive.RestoreAsync(2015)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_were_changed_are_not_brought_back()
    {
        await _archive.FillAsync();
        await _archive.ArchiveAsync(ArchiveTwin.Old);
        var files = Directory.GetFiles(_archive.Archive, "*.parquet", SearchOption.AllDirectories);
        File.Copy(files.Single(file => file.Contains("=2014", StringComparison.Ordinal)),
            files.Single(file => file.Contains("=2015", StringComparison.Ordinal)), overwrite: true);

        var back = await _archive.RestoreAsync(2015);

        Assert.Equal(ArchiveStatus.Failed, back.Status);
        Assert.Contains("not what was archived", back.Error, StringComparison.Ordinal);
        Assert.Equal([2017, 2018], _archive.HotYears());
        Assert.Equal(3, (await _archive.ReadAsync()).Count);
    }

    [Fact]
    public async Task A_year_that_is_not_archived_cannot_be_brought_back()
    {
        await _archive.FillAsync();
        await using var archive = _archive.Open();

        var refused = await Assert.ThrowsAsync<ArchiveException>(() => archive.PlanRestoreAsync("Sales", 2015, Stop));

        Assert.Contains("2015 is not archived", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Get-ContabyxArchive", refused.Advice, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task RefusesAsync(ArchiveRequest request, string message, params string[] advice)
    {
        await using var archive = _archive.Open();
        var refused = await Assert.ThrowsAnyAsync<ContabyxException>(() => archive.PlanAsync(request, Stop));
        Assert.Contains(message, refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.All(advice, part => Assert.Contains(part, refused.Advice, StringComparison.Ordinal));
    }
}
