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

    // What the import needs, it loads each time. On a machine at a load of 25 it was once there in one process, and in none of the 70
    // that followed.
    [Fact]
    public async Task A_clean_process_imports_the_module_without_loading_the_engine()
    {
        var engine = Directory.GetFiles(Built.Engine, "*.dll").Select(Path.GetFileNameWithoutExtension).ToList();
        List<string?[]> loaded = [];
        do
        {
            var run = await PwshRun.CommandAsync(
                "(Get-Module Contabyx).Name; [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name }");
            Assert.Equal((0, ""), (run.ExitCode, run.Errors));
            Assert.Equal("Contabyx", run.Lines[0]);
            Assert.Contains("Contabyx.PowerShell", run.Lines);
            loaded.Add([.. engine.Intersect(run.Lines)]);
        }
        while (loaded[^1].Length > 0 && loaded.Count < 3);

        Assert.Empty(loaded[^1]);
    }

    private static Assembly LoadEngine(Session session) =>
        (Assembly)session.Run("[System.Reflection.Assembly]::Load('Contabyx.Engine')").Single().BaseObject;

    private static IEnumerable<string> ManifestCommands(Session session) =>
        Names(session.Run("(Test-ModuleManifest $args[0]).ExportedCmdlets.Keys", Built.Manifest));

    private static IEnumerable<string> Names(IEnumerable<PSObject> names) =>
        names.Select(name => name.ToString()).Order();
}
