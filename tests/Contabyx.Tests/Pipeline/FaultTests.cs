using Contabyx.Engine.Books;

namespace Contabyx.Tests;

/// <summary>Faults on purpose on the embedded twin.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly Pipeline _pipeline;

    public FaultTests() => _pipeline = new Pipeline(_home.Path);

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task What_is_odd_but_valid_arrives_proven()
    {
        var batches = await _pipeline.NewBatchesAsync(new BatchRequest { Days = 20 }, new FaultPlan(FaultKinds.AllValid, 0.05));
        await _pipeline.SendAsync(await _pipeline.ExportAsync(batches));

        var results = await _pipeline.CopyAsync();

        Assert.Equal(9, results.Count);
        Assert.All(results, result => Assert.Equal((LoadStatus.Loaded, LoadProof.Proven), (result.Status, result.Proof)));
        Assert.Equal(8000, results.Single(result => result.Table == "LegacyEntries").RowsLoaded);
    }

    [Fact]
    public async Task Days_that_are_there_get_no_faults()
    {
        await _pipeline.NewBatchesAsync(new BatchRequest { Days = 2 });

        var error = await Assert.ThrowsAsync<BooksConflictException>(() => _pipeline.NewBatchesAsync(
            new BatchRequest { Days = 2, FirstDay = BooksRules.DefaultStartDay }, new FaultPlan(FaultKinds.All, 1)));

        Assert.Contains("faults are written only with new days", error.Message, StringComparison.Ordinal);
    }
}
