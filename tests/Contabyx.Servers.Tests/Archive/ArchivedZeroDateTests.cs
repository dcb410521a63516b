using Contabyx.Engine.Archive;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Pipeline;

namespace Contabyx.ServerTests;

/// <summary>
/// Dates of MySQL that are in no calendar have no year in the warehouse, so they stay in the table, and every load must bring them.
/// </summary>
public abstract class ArchivedZeroDateTests(SourceServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ZeroDatePolicy.Null, ReadMode.Full)]
    [InlineData(ZeroDatePolicy.Null, ReadMode.Differences)]
    [InlineData(ZeroDatePolicy.Sentinel, ReadMode.Full)]
    [InlineData(ZeroDatePolicy.Sentinel, ReadMode.Differences)]
    public async Task They_are_loaded_though_their_year_is_archived(ZeroDatePolicy policy, ReadMode mode)
    {
        await using var home = await MySqlHome.CreateAsync(server, new SourceSettings { ZeroDates = policy });
        await home.RunAsync("""
            CREATE TABLE z (id INT PRIMARY KEY, d DATETIME, v INT);
            SET sql_mode = 'ALLOW_INVALID_DATES';
            INSERT INTO z VALUES (1, '0000-00-00', 0), (2, '2015-06-00', 0), (3, '2015-00-00', 0), (4, '2015-02-31', 0),
                (5, '2015-02-28', 0), (6, '2016-02-29', 0), (7, '2015-02-29', 0), (8, NULL, 0), (9, '2018-01-01', 0),
                (10, '2015-12-31 23:59:59', 0), (11, '0001-01-01', 0), (12, '2015-04-31', 0)
            """);
        await LoadAsync(home, mode);

        await ArchiveAsync(home, 2015, 2016);
        await home.RunAsync("UPDATE z SET v = 1 WHERE id IN (2, 9)");
        await LoadAsync(home, mode);

        var none = policy == ZeroDatePolicy.Null ? "NULL" : "1";
        var rows = await RowsAsync(home);
        Assert.Equal(
            [$"1|{none}|0", $"2|{none}|1", $"3|{none}|0", $"4|{none}|0", "5|2015|0", "6|2016|0", $"7|{none}|0", "8|NULL|0", "9|2018|1",
                "10|2015|0", "11|1|0", $"12|{none}|0"],
            rows);
    }

    private static async Task LoadAsync(MySqlHome home, ReadMode mode)
    {
        var request = new PipelineRequest { Tables = new SelectionRequest { Others = [new TableSelection { Table = "z", Mode = mode }] } };
        var result = await new DataPipeline(home.Connection, request, _ => new Progress<ItemProgress>(), new Progress<string>())
            .RunAsync(Stop);
        Assert.Null(result.Failure);
        Assert.Null(Assert.Single(result.Tables).Error);
    }

    private static async Task ArchiveAsync(MySqlHome home, params int[] years)
    {
        await using var archive = new DataArchive(home.Connection, new Progress<ItemProgress>(), new Progress<string>());
        var plan = await archive.PlanAsync(new ArchiveRequest("z") { Before = new DateOnly(2017, 1, 1), Column = "d" }, Stop);
        foreach (var step in plan.Steps)
            Assert.Equal(ArchiveStatus.Archived, (await archive.ArchiveAsync(step, Stop)).Status);
        Assert.Equal(years, plan.Steps.Select(step => step.Year));
    }

    private static async Task<string[]> RowsAsync(MySqlHome home)
    {
        await using var warehouse = Addresses.OpenWarehouse(home.Connection);
        var rows = await warehouse.QueryAsync("SELECT id, year(d), v FROM z_all ORDER BY id", Stop);
        return [.. rows.Select(row => string.Join("|", row.Select(value => value ?? "NULL")))];
    }

    [Collection(GlobalSettings.OfMySql)]
    public sealed class OnMySql(Servers servers) : ArchivedZeroDateTests(servers.MySql);

    [Collection(GlobalSettings.OfMariaDb)]
    public sealed class OnMariaDb(Servers servers) : ArchivedZeroDateTests(servers.MariaDb);
}
