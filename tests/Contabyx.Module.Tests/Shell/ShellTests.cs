namespace Contabyx.ModuleTests;

public sealed class ShellTests
{
    [Theory]
    [InlineData("'hello'", 0, "hello", "")]
    [InlineData("exit 7", 7, "", "")]
    [InlineData("1; throw 'oops'; 2", 1, "1", "oops")]
    [InlineData("No-Such; 'next'", 1, "next", "No-Such")]
    [InlineData("try { No-Such } catch { 'caught' }", 0, "caught", "")]
    [InlineData("if (", 1, "", "Missing condition in if statement")]
    public async Task A_command_shows_its_output_and_errors_apart_and_its_exit_code_tells_how_it_went(
        string command, int exitCode, string output, string error)
    {
        var run = await ShellRun.CommandAsync(command);

        Assert.Equal((exitCode, output), (run.ExitCode, run.Output));
        Assert.Contains(error, run.Errors, StringComparison.Ordinal);
        Assert.Equal(error.Length == 0, run.Errors.Length == 0);
    }

    [Fact]
    public async Task A_script_gets_its_arguments_as_pwsh_would_give_them_and_its_exit_code_is_kept()
    {
        using var script = new TemporaryScript("""
            param([int]$Days, [switch]$Force, [switch]$Quiet, [string]$Name,
                [Parameter(ValueFromRemainingArguments)]$Rest)
            "$Days $Force $Quiet $Name|$($Rest -join ',')"
            $PSCommandPath
            exit 5
            """);

        var run = await ShellRun.RunAsync(
            ["-File", script.Path, "-Days", "10", "-Force", "-Quiet:$false", "-Name", "it's $x", "a b", "c"]);

        Assert.Equal(5, run.ExitCode);
        Assert.Equal(["10 True False it's $x|a b,c", script.Path], run.Lines);
    }

    [Fact]
    public async Task A_script_that_ends_with_an_error_exits_with_1()
    {
        using var script = new TemporaryScript("'before'; throw 'oops'");

        var run = await ShellRun.RunAsync([script.Path]);

        Assert.Equal((1, "before"), (run.ExitCode, run.Output));
        Assert.Contains("oops", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_to_a_file_is_plain_text_80_columns_wide()
    {
        var run = await ShellRun.CommandAsync("[pscustomobject]@{ Name = 'x' * 200; Other = 1 }");

        Assert.DoesNotContain('\e', run.Output);
        Assert.InRange(run.Lines.Max(line => line.Length), 70, 80);
    }

    [Fact]
    public async Task The_prompt_reads_lines_until_a_command_is_whole_and_ends_with_exit()
    {
        var run = await ShellRun.RunAsync(
            [], input: "1 + 1\nif ($true) {\n'whole'\n}\nthrow 'x'\n'on'\nexit 4\n'never'\n");

        Assert.Equal((4, "2 whole on"), (run.ExitCode, string.Join(' ', run.Lines)));
    }

    [Fact]
    public async Task A_question_without_anybody_to_answer_is_an_error_and_not_an_endless_wait()
    {
        var run = await ShellRun.CommandAsync("function Ask([Parameter(Mandatory)]$Name) { }; Ask");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("missing mandatory parameters: Name", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_to_terminate_stops_the_pipeline_in_order_before_the_process_ends()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signal.");
        using var process = ShellRun.Start(
            ["-Command", "try { 'begun'; while ($true) { } } finally { [Console]::Error.WriteLine('in order') }"]);
        Assert.Equal("begun", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{process.Id}"]);
        var run = await ShellRun.FinishAsync(process);

        Assert.Equal((143, "in order"), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task A_command_line_that_makes_no_sense_is_answered_with_the_usage()
    {
        var run = await ShellRun.RunAsync(["-Nonsense"]);

        Assert.Equal(64, run.ExitCode);
        Assert.Contains("contabyx-shell -Command TEXT", run.Errors, StringComparison.Ordinal);
    }
}
