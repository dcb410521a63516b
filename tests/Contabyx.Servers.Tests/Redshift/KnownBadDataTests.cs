using System.Globalization;
using Contabyx.Engine.Books.Generator;

namespace Contabyx.ServerTests;

/// <summary>Faults that were written on purpose: what is told of them is held against the answer key.</summary>
public sealed class KnownBadDataTests(Servers servers)
{
    private const int Days = 40;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Every_fault_is_told_truly_and_no_good_row_and_the_mended_rest_loads(bool serverless, bool mysql)
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers, serverless: serverless);
        if (mysql)
            await pipeline.TakeFromMySqlAsync(servers);
        await pipeline.QueryAsync(await File.ReadAllTextAsync(LegacyTable, TestContext.Current.CancellationToken));
        var key = new List<ContabyxFault>();
        var batch = await pipeline.NewBatchAsync(Days, new FaultPlan(FaultKinds.All, 0.001), key);
        var refused = key.Where(fault => fault.Refused).ToList();
        Assert.InRange(refused.Count, 4, 40);

        await pipeline.SendAsync(batch, new ExportOptions { BadValues = BadValues.Send, Compression = FileCompression.None });
        var failed = Assert.Single(await pipeline.CopyAsync(), result => result.Status == LoadStatus.Failed);

        Assert.Equal("LegacyEntries", failed.Table);
        var parts = await PartsAsync(pipeline, failed);
        Assert.Equal(
            refused.Select(fault => (fault.Table, fault.Key, fault.Column, fault.Hex, fault.Length)),
            failed.LoadErrors.Select(error => (error.Table, KeyAt(parts, error), error.Column!, error.Hex!, error.Length!.Value))
                .OrderBy(error => error.Item2));

        var rows = $"error/{failed.Run}/LegacyEntries/bad-rows.csv";
        var text = await pipeline.ReadAsync(rows);
        await pipeline.DropAsync(rows, Mend(text, refused));
        var again = Assert.Single(await pipeline.RedriveAsync(failed.Run));

        Assert.Equal((LoadStatus.Loaded, Days * 400L), (again.Status, again.RowsLoaded));
        var valid = key.Where(fault => !fault.Refused).ToDictionary(fault => fault.Key);
        foreach (var fault in valid.Values)
        {
            var arrived = (await pipeline.QueryAsync(
                $"SELECT {fault.Column} FROM \"LegacyEntries\" WHERE entry_id = {fault.Key.ToString(CultureInfo.InvariantCulture)}"))[0][0];
            Assert.Equal(fault.Value, arrived);
        }

        // Of the mended rows every amount is 1.00 where it was mended, and everywhere else that of its transaction.
        var amounts = refused.Where(fault => fault.Column == "amount").Select(fault => fault.Key.ToString(CultureInfo.InvariantCulture));
        var others = string.Join(",", amounts.Append("0"));
        var totals = (await pipeline.QueryAsync($"""
            SELECT (SELECT CAST(sum(amount) AS VARCHAR) FROM "LegacyEntries" WHERE entry_id NOT IN ({others})),
                   (SELECT CAST(sum(amount) AS VARCHAR) FROM "Transactions" WHERE transaction_id NOT IN ({others})),
                   (SELECT CAST(count(*) AS VARCHAR) FROM "LegacyEntries"), (SELECT CAST(count(*) AS VARCHAR) FROM "Transactions")
            """))[0];
        Assert.Equal((totals[1], totals[3]), (totals[0], totals[2]));
    }

    [Fact]
    public async Task Without_being_told_to_send_them_the_export_stops_at_the_first_by_name()
    {
        await using var pipeline = await RedshiftPipeline.StartAsync(servers);
        var key = new List<ContabyxFault>();
        var batch = await pipeline.NewBatchAsync(5, new FaultPlan(FaultKinds.NulByte, 0.01), key);

        var error = await Assert.ThrowsAsync<ValueRefusedException>(() => pipeline.SendAsync(batch));

        Assert.Equal(("LegacyEntries", "description"), (error.Table, error.Column));
        Assert.Contains(key[0].Key.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
    }

    private static string LegacyTable { get; } = FindLegacyTable();

    private static string FindLegacyTable([System.Runtime.CompilerServices.CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "sql", "legacy-entries.sql"));

    private static async Task<Dictionary<string, string[]>> PartsAsync(RedshiftPipeline pipeline, ContabyxCopyResult failed)
    {
        var parts = new Dictionary<string, string[]>();
        foreach (var file in failed.LoadErrors.Select(error => error.File!).Distinct())
        {
            var name = file[(file.LastIndexOf('/') + 1)..];
            parts[file] = (await pipeline.ReadAsync($"error/{failed.Run}/LegacyEntries/{name}")).Split('\n');
        }

        return parts;
    }

    private static long KeyAt(Dictionary<string, string[]> parts, ContabyxLoadError error) =>
        long.Parse(parts[error.File!][error.Line!.Value - 1].Split(',')[0], CultureInfo.InvariantCulture);

    private static string Mend(string rows, IEnumerable<ContabyxFault> faults)
    {
        foreach (var fault in faults)
        {
            var mended = fault.Column switch { "entered_on" => "2015-07-01", "amount" => "1.00", _ => "mended" };
            var lines = rows.Split('\n');
            var at =
                Array.FindIndex(lines, line => line.StartsWith(FormattableString.Invariant($"{fault.Key},"), StringComparison.Ordinal));
            Assert.True(at >= 0, $"The row {fault.Key} is not among the bad ones.");
            lines[at] = lines[at].Replace(fault.Value, mended, StringComparison.Ordinal);
            rows = string.Join('\n', lines);
        }

        return rows;
    }
}
