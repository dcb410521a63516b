using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Warehouses.Redshift;
using Npgsql;

namespace Contabyx.Tests;

/// <summary>What errors of Amazon Redshift mean for the files, and what the advice names.</summary>
public sealed class RedshiftErrorsTests
{
    private static readonly ServerAddress Address = ServerAddress.Parse("redshift://someone@cluster:5439/dev", "redshift", 5439);

    [Theory]
    [InlineData("23502", "the default of column \"diameter\" of the table IAM.x is missing")]
    [InlineData("22001", "S3ServiceException: the value kms:Decrypt is too long")]
    [InlineData("XX000", "JSON parsing error")]
    public void Rows_are_to_blame_whatever_words_they_hold(string state, string said) => Assert.False(Name(state, said).FilesWait);

    [Theory]
    [InlineData("XX000", "Default IAM role is not set for the cluster")]
    [InlineData("42501", "permission denied to ASSUMEROLE")]
    [InlineData("42501", "permission denied for relation orders")]
    public void Files_wait_for_a_role_or_a_privilege(string state, string said) => Assert.True(Name(state, said).FilesWait);

    [Theory]
    [InlineData("42501", "permission denied for relation orders", "GRANT ... ON ... TO \"IAMR:loader\".")]
    [InlineData("42501", "permission denied to ASSUMEROLE", "TO \"IAMR:loader\" FOR COPY.")]
    public void The_advice_names_who_logged_in_and_not_who_is_in_the_address(string state, string said, string advice) =>
        Assert.Contains(advice, Name(state, said).Advice, StringComparison.Ordinal);

    private static WarehouseException Name(string state, string said) => Assert.IsType<WarehouseException>(
        RedshiftErrors.Name(Address, "IAMR:loader", new PostgresException(said, "ERROR", "ERROR", state)));
}
