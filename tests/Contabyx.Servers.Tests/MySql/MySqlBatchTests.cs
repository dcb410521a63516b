using Contabyx.Engine.Books;
using Contabyx.Engine.Books.Generator;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Rows;
using MySqlConnector;

namespace Contabyx.ServerTests;

public abstract class MySqlBatchTests(SourceServer server)
{
    private const string Waiting =
        "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND INFO LIKE 'SELECT GET_LOCK%'";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_written_to_MySQL_is_exported_byte_for_byte_as_from_the_embedded_twin()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        var request = new BatchRequest { Days = 300, BatchDays = 200 };
        var batches = await home.NewBatchesAsync(request);
        var ours = await home.ExportAsync();

        var twin = home.Connection with { Source = EmbeddedTwin.Connection(home.Connection.Home).Source };
        var mysql = home.Connection;
        home.Connection = twin;
        var twins = await home.NewBatchesAsync(request);
        var theirs = await home.ExportAsync();
        home.Connection = mysql;

        Assert.Equal(batches.Select(batch => (batch.Id, batch.Rows)), twins.Select(batch => (batch.Id, batch.Rows)));
        Assert.Equal(8, ours.Select(file => file.Table).Distinct().Count());
        Assert.Equal(
            theirs.Select(file => (file.Table, file.Part, file.Sha256)), ours.Select(file => (file.Table, file.Part, file.Sha256)));
        Assert.All(ours, file => Assert.Equal((SnapshotLevel.Consistent, null), (file.Origin.Level, file.Origin.LevelReason)));
        Assert.Equal(
            BooksSchema.Clients.Columns,
            ours.First(file => file.Table == "Clients").Schema.Columns.Select(column => column with { Extent = null }));
    }

    [Fact]
    public async Task Without_local_infile_rows_go_in_through_inserts_and_a_note_says_so()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.RunAsync("SET GLOBAL local_infile = OFF");
        try
        {
            await home.NewBatchesAsync(new BatchRequest { Days = 10 });
        }
        finally
        {
            await home.RunAsync("SET GLOBAL local_infile = ON");
        }

        Assert.Contains(home.Notes, note => note.Contains("local_infile is off", StringComparison.Ordinal));
        Assert.Equal("4000", await home.ScalarAsync("SELECT COUNT(*) FROM Transactions"));
        var inserted = await home.LinesAsync("Clients");
        await using var other = await MySqlHome.CreateAsync(server);
        await other.NewBatchesAsync(new BatchRequest { Days = 10 });
        Assert.Equal(await other.LinesAsync("Clients"), inserted);
        Assert.DoesNotContain(other.Notes, note => note.Contains("local_infile", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_row_that_a_foreign_key_refuses_rolls_the_whole_batch_back()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.NewBatchesAsync(new BatchRequest { Days = 5 });
        await home.RunAsync(
            "SET foreign_key_checks = 0; DELETE FROM TransactionTypes WHERE transaction_type_id = 1");
        var error = await Assert.ThrowsAsync<SourceException>(() => home.NewBatchesAsync(new BatchRequest { Days = 5 }));
        Assert.Contains("foreign key", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("2000", await home.ScalarAsync("SELECT COUNT(*) FROM Transactions"));
        Assert.Equal("5", await home.ScalarAsync("SELECT days FROM contabyx_books"));
    }

    [Fact]
    public async Task A_warning_of_the_server_rolls_the_whole_batch_back()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await using (var books = home.OpenBooks())
            await books.InitializeAsync(Stop);

        // LOCAL makes duplicates warnings, so that rows would silently be missing.
        await home.RunAsync("INSERT INTO DocumentTypes VALUES (1, 'mine', 'not of the books')");
        var error = await Assert.ThrowsAsync<SourceException>(() => home.NewBatchesAsync(new BatchRequest { Days = 1 }));
        Assert.Contains("DocumentTypes", error.Message, StringComparison.Ordinal);
        Assert.Equal("0", await home.ScalarAsync("SELECT COUNT(*) FROM Transactions"));
    }

    [Theory]
    [InlineData("DELETE FROM Tax WHERE tax_id = 400", "wrote 800 rows of it, and now it has 799 of them")]
    [InlineData("UPDATE Tax SET fee = fee + 0.01 WHERE tax_id = 400", "the values of fee are no longer those")]
    public async Task A_batch_is_held_against_what_it_wrote(string change, string expected)
    {
        await using var home = await MySqlHome.CreateAsync(server);
        var batch = Assert.Single(await home.NewBatchesAsync(new BatchRequest { Days = 2 }));
        await home.RunAsync(change);
        var error = await Assert.ThrowsAsync<TableRefusedException>(() => home.ExportBatchAsync(batch));
        Assert.Equal("Tax", error.Target);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(batch.Id, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_batches_are_held_against_what_they_wrote_and_pass()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        var batches = await home.NewBatchesAsync(new BatchRequest { Days = 4, BatchDays = 2 });
        var files = await home.ExportBatchAsync([.. batches]);
        Assert.Equal(1600, files.Where(file => file.Table == "Tax").Sum(file => file.Rows));
    }

    [Fact]
    public async Task A_second_batch_fails_or_waits_for_the_first()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.NewBatchesAsync(new BatchRequest { Days = 1 });
        await using var other = await home.ConnectAsync(true);
        await using (var take = new MySqlCommand($"SELECT GET_LOCK('contabyx.{home.Database}', 0)", other))
            Assert.Equal(1, Convert.ToInt32(await take.ExecuteScalarAsync(Stop)));

        await using (var books = home.OpenImpatientBooks())
        {
            var before = (await books.ReadBooksAsync(Stop))!;
            var rows = new BatchRows(books.Address, before with { Days = 2 }, before.NextDay, 1, 1);
            await Assert.ThrowsAsync<BusyException>(
                () => books.WriteBatchAsync(before, before with { Days = 2 }, rows, wait: false, Stop));
        }

        var waiting = home.NewBatchesAsync(new BatchRequest { Days = 1, Wait = true });
        while (!waiting.IsCompleted && await home.ScalarAsync(Waiting) == "0")
            await Task.Delay(100, Stop);
        Assert.False(waiting.IsCompleted);
        await other.CloseAsync();
        Assert.Single(await waiting);
        Assert.Equal("2", await home.ScalarAsync("SELECT days FROM contabyx_books"));
    }

    [Fact]
    public async Task A_batch_that_is_cancelled_leaves_nothing_behind()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        await home.NewBatchesAsync(new BatchRequest { Days = 1 });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var books = home.OpenBooks();
        var before = (await books.ReadBooksAsync(Stop))!;
        var rows = new StoppingRows(new BatchRows(books.Address, before with { Days = 400 }, before.NextDay, 399, 1), stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => books.WriteBatchAsync(before, before with { Days = 400 }, rows, wait: false, stop.Token));
        Assert.Equal("400", await home.ScalarAsync("SELECT COUNT(*) FROM Transactions"));
        Assert.Equal("1", await home.ScalarAsync("SELECT days FROM contabyx_books"));
        Assert.Single(await home.NewBatchesAsync(new BatchRequest { Days = 1 }));
    }

    [Fact]
    public async Task Batches_are_unconfirmed_until_they_are_confirmed()
    {
        await using var home = await MySqlHome.CreateAsync(server);
        var batches = await home.NewBatchesAsync(new BatchRequest { Days = 3, BatchDays = 1 });
        await using var books = home.OpenBooks();
        await books.ConfirmAsync([batches[1].Id, "unknown"], Stop);
        await books.ConfirmAsync([batches[1].Id], Stop);
        var waiting = await books.ReadUnconfirmedAsync(Stop);
        Assert.Equal([batches[0].Id, batches[2].Id], waiting.Select(batch => batch.Id));
        Assert.Equal(batches[0].Tables.Select(table => table.Rows), waiting[0].Tables.Select(table => table.Rows));
    }

    // Asks for the stop in the middle of the rows.
    private sealed class StoppingRows(IBatchRows rows, CancellationTokenSource stop) : IBatchRows
    {
        public IEnumerable<RowBlock> Read(CancellationToken cancellation)
        {
            var blocks = 0;
            foreach (var block in rows.Read(cancellation))
            {
                if (++blocks == 40)
                    stop.Cancel();
                yield return block;
            }
        }

        public ContabyxBatch Describe() => rows.Describe();
    }

    [Collection(GlobalSettings.OfMySql)]
    public sealed class OnMySql(Servers servers) : MySqlBatchTests(servers.MySql);

    [Collection(GlobalSettings.OfMariaDb)]
    public sealed class OnMariaDb(Servers servers) : MySqlBatchTests(servers.MariaDb);
}
