using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Contabyx.ModuleTests;

public sealed class ErrorRecordTests
{
    [Theory]
    [InlineData("[Contabyx.TableNotFoundException]::new('Cliens', 'here', [string[]]'Clients')",
        "Contabyx.TableNotFound", ErrorCategory.ObjectNotFound, "Cliens", "The tables there are: Clients.")]
    [InlineData("[Contabyx.AddressException]::new('s3:', 'it has no bucket.', 'Give s3://bucket/key.')",
        "Contabyx.Address", ErrorCategory.InvalidArgument, "s3:", "Give s3://bucket/key.")]
    [InlineData("[Contabyx.ProofFailedException]::new('Tax', 'run.json', [string[]]'rows 2 expected, 1 found')",
        "Contabyx.ProofFailed", ErrorCategory.InvalidResult, "Tax",
        "Export and send the table again. The files are kept in error/ for inspection.")]
    [InlineData("[System.IO.FileNotFoundException]::new('It is gone.', 'a.csv')",
        "Contabyx.PathNotFound", ErrorCategory.ObjectNotFound, "a.csv",
        "Check the path, and that its drive or share is available.")]
    [InlineData("[System.UnauthorizedAccessException]::new('No.')",
        "Contabyx.AccessDenied", ErrorCategory.PermissionDenied, null,
        "Give this user access to the file or folder, or choose another one.")]
    public void A_failure_of_a_cmdlet_becomes_a_terminating_error_with_id_category_target_and_advice(
        string exception, string id, ErrorCategory category, string? target, string advice)
    {
        using var session = new Session();

        var output = session.Run(
            $"try {{ Write-Failure -Log $log -Exception ({exception}) }} catch {{ $_; $log.Enqueue('caught') }}");

        var error = Assert.IsType<ErrorRecord>(Assert.Single(output).BaseObject);
        Assert.Equal(id + ",Contabyx.TestModule.WriteFailureCommand", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Equal(target, error.TargetObject);
        Assert.Equal(advice, error.ErrorDetails.RecommendedAction);
        Assert.Equal(error.Exception.Message, error.ErrorDetails.Message);
        Assert.Equal(["ended", "cleaned", "caught"], session.Log);
    }

    [Fact]
    public void A_written_error_lets_the_cmdlet_go_on()
    {
        using var session = new Session();
        using var engine = session.Prepare(WriteError + " -ErrorAction Continue");

        Assert.Equal("went on", Assert.Single(engine.Invoke()).BaseObject);
        Assert.StartsWith("X,", Assert.Single(engine.Streams.Error).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_written_error_that_the_user_makes_terminating_ends_the_cmdlet_and_its_worker()
    {
        using var session = new Session();

        var output = session.Run(
            $"try {{ {WriteError} -ErrorAction Stop }} catch {{ \"$_\"; $log.Enqueue('caught') }}");

        Assert.Equal("bad", Assert.Single(output).BaseObject);
        Assert.Equal(["ended", "cleaned", "caught"], session.Log);
    }

    [Fact]
    public void No_named_failure_is_without_a_category()
    {
        using var session = new Session();
        var kinds = AppDomain.CurrentDomain.GetAssemblies().Single(assembly => assembly.GetName().Name == "Contabyx")
            .GetTypes().Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(Exception))).ToList();

        var categories = kinds.Select(kind => session.Run(
            "try { Write-Failure -Exception $args[0] } catch { $_.CategoryInfo.Category }",
            RuntimeHelpers.GetUninitializedObject(kind)).Single().BaseObject);

        Assert.NotEmpty(kinds);
        Assert.DoesNotContain(ErrorCategory.NotSpecified, categories.Cast<ErrorCategory>());
    }

    private const string WriteError =
        "Write-Failure -Log $log -ErrorRecord ([System.Management.Automation.ErrorRecord]::new("
        + "[System.InvalidOperationException]::new('bad'), 'X', 'InvalidData', 'thing'))";
}
