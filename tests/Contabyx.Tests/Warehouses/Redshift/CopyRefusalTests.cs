using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

public sealed class CopyRefusalTests
{
    [Theory]
    [InlineData("User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: sts:AssumeRole on resource: c", "trust policy")]
    [InlineData("User u does not have ASSUMEROLE permission on arn:aws:iam::1:role/x for COPY",
        "GRANT ASSUMEROLE ON 'ARN of the role' TO \"IAMR:loader\" FOR COPY")]
    [InlineData("S3ServiceException:User: x is not authorized to perform: kms:Decrypt,Status 403,Error AccessDenied", "kms:Decrypt")]
    [InlineData("S3ServiceException:Access Denied,Status 403,Error AccessDenied", "s3:GetObject")]
    [InlineData("S3ServiceException:something new,Status 418,Error Teapot", "Test-ContabyxConnection")]
    public void What_is_missing_is_named(string said, string missing) =>
        Assert.Contains(missing, CopyRefusal.Of(said, "IAMR:loader")!.Advice, StringComparison.Ordinal);

    [Theory]
    [InlineData("Load into table 't' failed.  Check 'stl_load_errors' system table for details.")]
    [InlineData("S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey,Rid 0")]
    [InlineData("column \"role\" has no default")]
    [InlineData("Spectrum Scan Error. File 'x' has an incompatible Parquet schema")]
    [InlineData("1023")]
    [InlineData("column \"diameter\" has no default")]
    [InlineData("Load into table 'kms.orders' failed.")]
    public void What_the_files_may_be_to_blame_for_is_no_refusal(string said) => Assert.Null(CopyRefusal.Of(said, "loader"));
}
