using Contabyx.Engine.Connections.Logins;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.ServerTests;

/// <summary>
/// Columns are masked on the way from MySQL over S3 to the emulator, with failures on the way, at the most verbose setting; and
/// all that was written, sent, logged or said anywhere is searched for the clear values.
/// </summary>
public sealed class MaskTests(Servers servers)
{
    private const string Clear = "clear-value";
    private const string MaskKey = "marked-mask-key-of-the-tests";

    [Fact]
    public async Task No_clear_value_is_in_any_stream_file_object_log_statement_or_packet()
    {
        await using var site = await Site.OpenAsync(servers);
        await File.AppendAllTextAsync(site.EnvFile, $"\nCONTABYX_MASK_KEY={MaskKey}\n", Stop);
        await using var search = await ClearValueSearch.BeginAsync(site);
        await site.RunOnSourceAsync(
            $"""
            CREATE TABLE people (id INT PRIMARY KEY, name VARCHAR(99), email VARCHAR(99), born DATE, note TEXT, updated_at DATETIME);
            INSERT INTO people VALUES (1, '{Clear}-1', '{Clear}-1@example.com', '1985-03-12', '{Clear}', NOW()), (2, NULL, NULL, NULL, NULL, NOW()),
                (3, '{Clear}-3', '{Clear}-3@example.com', '1985-03-12', '{Clear}', NOW());
            CREATE TABLE orders (id INT PRIMARY KEY, email VARCHAR(99)); INSERT INTO orders VALUES (1, '{Clear}-1@example.com'), (2, '{Clear}-3@example.com');
            CREATE TABLE warned LIKE people; INSERT INTO warned SELECT * FROM people;
            SET sql_mode = ''; CREATE TABLE zero (email VARCHAR(99) PRIMARY KEY, born DATE); INSERT INTO zero VALUES ('{Clear}', '1985-02-30')
            """);

        var (_, output, errors) = await site.RunAsync("""
            $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
            filter Show { "$_"; $_.psobject.Properties | ForEach-Object { "$($_.Name) = $($_.Value)" }; $_ | ConvertTo-Json -Depth 5 -WarningAction Ignore }
            $mask = @{ '*name' = 'Last4'; email = 'Hash'; born = 'Redact'; note = 'Null' }
            $some = @{ '*name' = 'Last4'; '*mail' = 'Hash' ; '*born' = 'Redact' }
            Export-ContabyxData -Table people -Mask $mask -WhatIf
            Export-ContabyxData -Table people -Mask $mask -Compression None | Send-ContabyxUpload | Show
            Invoke-ContabyxCopy -WhatIf
            Invoke-ContabyxPipeline -Table people, orders -Mask @{ '*mail' = 'Hash' } -Column id, *mail -WhatIf | Show
            Invoke-ContabyxCopy | Show
            Invoke-ContabyxPipeline -Table orders -Mask @{ email = 'Hash' } | Show
            Compare-ContabyxData -Table people -Mask $mask -Detail | Show
            Export-ContabyxData -Table warned -Where 'name + 1 > 0' -Mask $mask -ErrorAction Continue | Send-ContabyxUpload | Invoke-ContabyxCopy | Show
            Export-ContabyxData -Table zero -Mask $some -ErrorAction Continue | Send-ContabyxUpload | Invoke-ContabyxCopy | Show
            Export-ContabyxData -Query 'SELECT id, email, UUID_TO_BIN(name) AS place FROM people' -As places -Mask $some -ErrorAction Continue | Send-ContabyxUpload | Invoke-ContabyxCopy | Show
            Get-ContabyxTable | Show
            Get-ContabyxLoad | Show
            Get-ContabyxLoadError | Show
            Get-ContabyxLog | Show
            $Error | ForEach-Object { "$_"; $_ | Format-List * -Force | Out-String; $_.Exception.ToString(); $_.ErrorDetails.RecommendedAction }
            """);

        TestContext.Current.TestOutputHelper?.WriteLine(errors);
        Assert.Contains("Loaded", output, StringComparison.Ordinal);
        Assert.Contains("warned", errors, StringComparison.Ordinal);
        Assert.Contains("zero", errors, StringComparison.Ordinal);
        Assert.Contains("places", errors, StringComparison.Ordinal);
        search.Add("output", output);
        search.Add("errors", errors);
        var texts = await search.CollectAsync();
        Assert.Contains(texts, text => text.Where.EndsWith(".csv", StringComparison.Ordinal)
            && text.Text.Contains("REDACTED", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Where == "packets to S3" && text.Text.Contains("REDACTED", StringComparison.Ordinal));
        ClearValueSearch.AssertNowhere(texts, Clear, "1985-0", MaskKey);

        // Joins still work, and the same key gives the same text.
        Assert.Equal("2", await CountJoinedAsync(site));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<string> CountJoinedAsync(Site site)
    {
        var address = ServerAddress.Parse(site.Connection.Warehouse, RedshiftWarehouse.Scheme, RedshiftWarehouse.DefaultPort);
        await using var session = await RedshiftSession.OpenAsync(address,
            new PasswordLogin(address.User, new Secret(Site.WarehousePassword)), Stop);
        return (await session.QueryAsync("SELECT COUNT(*) FROM public.people p JOIN public.orders o ON o.email = p.email", Stop))[0][0]!;
    }
}
