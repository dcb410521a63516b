namespace Contabyx.ModuleTests;

/// <summary>The cmdlets that make, show and check connections, and those that look at what was loaded.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly Twin _twin = new();

    public void Dispose() => _twin.Dispose();

    [Fact]
    public void Parameters_win_over_the_file_and_secrets_do_not_show()
    {
        File.WriteAllText(Path.Combine(_twin.Home, ".env"), """
            PASSWORD=marked-one
            BUCKET=from-file
            KEY=books
            CONTABYX_SOURCE=mysql://file@db.example/books
            CONTABYX_WAREHOUSE=redshift://loader@dwh.example/dev
            CONTABYX_IAM_ROLE=arn:aws:iam::123456789012:role/file
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(_twin.Home, ".env"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var connection = Assert.Single(_twin.Session.Run(
            """
            $secret = [securestring]::new(); 'marked-two'.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }
            Connect-Contabyx -EnvFile "$($args[0])/.env" -IamRole default -SourceCredential ([pscredential]::new('me', $secret))
            """,
            _twin.Home));

        Assert.Equal("mysql://me@db.example:3306/books", connection.Properties["Source"].Value);
        Assert.Equal("s3://from-file/books", connection.Properties["Bucket"].Value);
        Assert.Contains("IamRole: default", $"{connection.Properties["WarehouseSettings"].Value}", StringComparison.Ordinal);
        Assert.DoesNotContain("marked-", $"{connection}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_others_can_read_is_warned_of()
    {
        var path = Path.Combine(_twin.Home, "open.env");
        File.WriteAllText(path, "CONTABYX_READERS=2");
        if (OperatingSystem.IsWindows())
            return; // There are other rights there.
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        using var engine = _twin.Session.Prepare("Connect-Contabyx -EnvFile $args[0]", path);
        engine.Invoke();

        Assert.Contains("chmod 600", Assert.Single(engine.Streams.Warning).Message, StringComparison.Ordinal);
    }

    // In a process of its own, because the AWS SDK reads only once where its files are.
    [Fact]
    public async Task A_profile_can_name_the_endpoint_of_S3()
    {
        var file = Path.Combine(_twin.Home, "config");
        await File.WriteAllTextAsync(
            file,
            "[profile other]\nregion = us-west-2\nservices = mine\n[services mine]\ns3 =\n  endpoint_url = http://127.0.0.1:9003\n",
            TestContext.Current.CancellationToken);

        var run = await PwshRun.RunAsync(
        [
            "-Command",
            $"$env:AWS_CONFIG_FILE = '{file}'; Remove-Item Env:AWS_ENDPOINT_URL* -ErrorAction Ignore; Import-Module '{Built.Manifest}'; "
                + "(Connect-Contabyx -Source mysql://u@127.0.0.1/d -Bucket s3://books/KEY -Warehouse redshift://u@127.0.0.1/d "
                + "-ProfileName other).BucketSettings.Endpoint",
        ]);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal("http://127.0.0.1:9003/", Assert.Single(run.Lines));
    }

    [Fact]
    public void The_twin_passes_its_checks() =>
        Assert.True((bool)Assert.Single(_twin.Run("Test-ContabyxConnection -Quiet")).BaseObject);

    [Fact]
    public void What_was_loaded_is_in_the_history_in_the_log_and_equal_on_both_sides()
    {
        _twin.Run("$null = New-ContabyxBatch -Days 2 | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy");

        Assert.Equal(8, _twin.Run("Get-ContabyxLoad").Count);
        Assert.Equal("800", Text("Get-ContabyxLoad -Table Tax | ForEach-Object Rows"));
        Assert.Equal("800", Text("Get-ContabyxLog -Table Tax | Where-Object Message -EQ Loaded | ForEach-Object { $_.Facts['rows'] }"));
        Assert.Empty(_twin.Run("Get-ContabyxLog -Level Warning"));
        Assert.Equal("8", Text("@(Compare-ContabyxData | Where-Object Equal).Count"));
    }

    private string Text(string script) => $"{Assert.Single(_twin.Run(script))}";
}
