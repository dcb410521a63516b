using Contabyx.Engine.Connections;

namespace Contabyx.Tests;

/// <summary>A twin that this user may read and not write.</summary>
public sealed class ReadOnlyTests : IDisposable
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    private readonly TemporaryFolder _home = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_home.Path, Readable | UnixFileMode.UserWrite);
        _home.Dispose();
    }

    [Fact]
    public async Task Books_history_and_differences_are_read_from_a_folder_that_cannot_be_written_to()
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Root may write everywhere; run as another user.");
        var pipeline = new Pipeline(_home.Path);
        await pipeline.RunAsync(new BatchRequest { Days = 1 });
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_home.Path, Readable);

        Assert.Equal(400, (await pipeline.BalanceAsync()).Transactions);
        await using var warehouse = Addresses.OpenWarehouse(pipeline.Connection);
        Assert.Equal(8, (await warehouse.ReadHistoryAsync(null, Stop)).Count);
    }

    [Fact]
    public async Task Reading_the_history_of_a_warehouse_makes_neither_a_file_nor_a_table()
    {
        var connection = EmbeddedTwin.Connection(_home.Path);
        await using var warehouse = Addresses.OpenWarehouse(connection);

        Assert.Empty(await warehouse.ReadHistoryAsync(null, Stop));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_home.Path));
    }
}
