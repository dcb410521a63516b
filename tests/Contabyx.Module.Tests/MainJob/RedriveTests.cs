using System.Management.Automation;

namespace Contabyx.ModuleTests;

/// <summary>A failed load, what is told of it, and its repair, as a user types it.</summary>
public sealed class RedriveTests : IDisposable
{
    private readonly Twin _twin = new();

    public void Dispose() => _twin.Dispose();

    [Fact]
    public void A_failed_load_is_told_mended_and_loaded()
    {
        Drop("1,income,wages\nx,expense,rent\n");
        var failed = _twin.Run("Invoke-ContabyxCopy -ErrorAction SilentlyContinue").Single();
        Assert.Equal("Failed", $"{Get(failed, "Status")}");

        var error = _twin.Run("Get-ContabyxLoadError").Single();
        Assert.Equal((2L, "transaction_type_id", "x"), (Get(error, "Line"), Get(error, "Column"), Get(error, "Value")));
        Assert.Empty(_twin.Run("Get-ContabyxLoadError -Table Tax"));
        var run = $"{Get(error, "Run")}";
        File.WriteAllText(
            Path.Combine(_twin.Home, "bucket", "error", run, "TransactionTypes", "bad-rows.csv"),
            "transaction_type_id,direction,name\n2,expense,rent\n");
        Assert.Empty(_twin.Run($"Invoke-ContabyxCopy -Redrive {run} -WhatIf"));

        var loaded = _twin.Run($"Invoke-ContabyxCopy -Redrive {run}").Single();

        Assert.Equal(("Loaded", 2L), ($"{Get(loaded, "Status")}", Get(loaded, "RowsLoaded")));
        Assert.Empty(_twin.Run("Get-ContabyxLoadError"));
    }

    [Fact]
    public void Good_rows_are_loaded_when_asked_and_the_others_counted()
    {
        Drop("1,income,wages\nx,expense,rent\n");

        var result = _twin.Run("Invoke-ContabyxCopy -MaxErrors 5").Single();

        Assert.Equal(("LoadedWithErrors", 1L, 1L), ($"{Get(result, "Status")}", Get(result, "RowsLoaded"), Get(result, "RowsLeftOut")));
    }

    private static object? Get(PSObject thing, string property) => thing.Properties[property].Value;

    private void Drop(string text)
    {
        var data = Directory.CreateDirectory(Path.Combine(_twin.Home, "bucket", "data")).FullName;
        File.WriteAllText(Path.Combine(data, "TransactionTypes.csv"), text);
    }
}
