using System.Management.Automation;
using System.Reflection;

namespace Contabyx.ModuleTests;

public sealed class ImportTests
{
    private const string Commands = "Get-Command -Module Contabyx | ForEach-Object Name";

    [Fact]
    public void The_module_has_the_commands_of_its_manifest_and_no_others()
    {
        using var session = new Session();

        Assert.Equal(ManifestCommands(session), Names(session.Run(Commands)));
    }

    [Fact]
    public void Every_cmdlet_of_the_assembly_is_in_the_manifest()
    {
        using var session = new Session();
        var cmdlets = AppDomain.CurrentDomain.GetAssemblies()
            .Single(assembly => assembly.GetName().Name == "Contabyx.PowerShell")
            .GetExportedTypes().Select(type => type.GetCustomAttribute<CmdletAttribute>()).OfType<CmdletAttribute>();

        var names = cmdlets.Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}").Order();
        Assert.Equal(names, ManifestCommands(session));
    }

    [Theory]
    [InlineData("Import-Module $args[0] -Force")]
    [InlineData("Remove-Module Contabyx; Import-Module $args[0]")]
    [InlineData("Remove-Module Contabyx -Force; Import-Module $args[0] -Force")]
    public void Importing_again_keeps_every_command_and_the_engine(string again)
    {
        using var session = new Session(Built.Manifest);
        var commands = Names(session.Run(Commands));
        var engine = LoadEngine(session);

        session.Run(again, Built.Manifest);

        Assert.Equal(commands, Names(session.Run(Commands)));
        Assert.Same(engine, LoadEngine(session));
    }

    [Fact]
    public void One_runspace_may_remove_the_module_while_another_uses_it()
    {
        using var one = new Session(Built.Manifest);
        using var other = new Session(Built.Manifest);

        one.Run("Remove-Module Contabyx");

        Assert.Empty(one.Run("Get-Module Contabyx"));
        Assert.Single(other.Run("Get-Module Contabyx"));
        Assert.Equal("Contabyx.Engine", LoadEngine(other).GetName().Name);
    }

    [Fact]
    public void Cmdlets_and_engine_share_the_vocabulary()
    {
        using var session = new Session(Built.Manifest);
        var engine = LoadEngine(session);
        var vocabulary = AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => assembly.GetName().Name == "Contabyx");

        var connection = engine.GetType("Contabyx.Engine.Connections.EmbeddedTwin", throwOnError: true)!.GetMethod("Connection")!
            .Invoke(null, [Path.GetTempPath()]);

        Assert.Same(Assert.Single(vocabulary), connection!.GetType().Assembly);
        Assert.False(File.Exists(Path.Combine(Built.Engine, "Contabyx.dll")));
    }

    [Fact]
    public void Cmdlets_know_no_package_of_the_engine()
    {
        using var session = new Session(Built.Manifest);
        var cmdlets = AppDomain.CurrentDomain.GetAssemblies().Single(assembly => assembly.GetName().Name == "Contabyx.PowerShell");

        Assert.All(
            cmdlets.GetReferencedAssemblies().Select(used => used.Name!),
            used => Assert.True(used.StartsWith("System.", StringComparison.Ordinal) || used is "Contabyx" or "Contabyx.Engine", used));
    }

    // Once, on a machine at a load of 25, the engine was there after the import, and nobody knew who had loaded it.
    [Fact]
    public async Task A_clean_process_imports_the_module_without_loading_the_engine()
    {
        var run = await PwshRun.RunAsync(
            [
                "-Command",
                $"""
                $witness = [Reflection.Assembly]::LoadFrom('{Built.TestModule}').GetType('Contabyx.TestModule.LoadWitness')
                $witness::Watch('{Built.Engine}')
                Import-Module '{Built.Manifest}'
                (Get-Module Contabyx).Name
                $witness::Loads
                'Then:'
                $null = [Reflection.Assembly]::Load('Contabyx.Engine')
                $witness::Loads
                """,
            ]);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var then = Array.IndexOf(run.Lines, "Then:");
        Assert.Equal("Contabyx", run.Lines[0]);
        Assert.True(then == 2 && run.Lines[1].Length == 0, string.Join('\n', run.Lines[..then]));
        Assert.Equal(Path.Combine(Built.Engine, "Contabyx.Engine.dll"), run.Lines[then + 1]);
    }

    private static Assembly LoadEngine(Session session) =>
        (Assembly)session.Run("[System.Reflection.Assembly]::Load('Contabyx.Engine')").Single().BaseObject;

    private static IEnumerable<string> ManifestCommands(Session session) =>
        Names(session.Run("(Test-ModuleManifest $args[0]).ExportedCmdlets.Keys", Built.Manifest));

    private static IEnumerable<string> Names(IEnumerable<PSObject> names) =>
        names.Select(name => name.ToString()).Order();
}
