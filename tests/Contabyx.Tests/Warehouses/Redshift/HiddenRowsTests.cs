using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

/// <summary>A table whose values or rows a policy can hide is not archived: the proof would see the same as UNLOAD.</summary>
public sealed class HiddenRowsTests
{
    [Theory]
    [InlineData("svv_attached_masking_policy", "the masking policy mine can hide its values")]
    [InlineData("svv_rls_attached_policy", "the row-level security policy mine can hide its rows")]
    [InlineData("nothing", null)]
    public async Task A_policy_is_found(string view, string? found)
    {
        var hidden = new HiddenRows(
            new RedshiftArchiveSql("public", new RedshiftLoadSql("public")),
            (sql, _) => Task.FromResult<IReadOnlyList<string?[]>>(
                sql.Contains(view, StringComparison.Ordinal) && sql.Contains("'sales'", StringComparison.Ordinal) ? [["mine"]] : []));

        Assert.Equal(found, await hidden.FindAsync("Sales", TestContext.Current.CancellationToken));
    }
}
