namespace Contabyx.ModuleTests;

/// <summary>Where the build has put what is tested.</summary>
internal static class Built
{
    private static readonly string Artifacts = FindArtifacts();

    public static string Module { get; } = Path.Combine(Artifacts, "module", "Contabyx");

    public static string Manifest { get; } = Path.Combine(Module, "Contabyx.psd1");

    public static string Engine { get; } = Path.Combine(Module, "deps");

    public static string TestModule { get; } =
        Path.Combine(Artifacts, "tests", "TestModule", "Contabyx.TestModule.dll");

    public static string ConflictingModule { get; } =
        Path.Combine(Artifacts, "tests", "ConflictingModule", "Contabyx.ConflictingModule.dll");

    public static string Shell { get; } = Path.Combine(Artifacts, "shell", "contabyx-shell.dll");

    private static string FindArtifacts()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Contabyx.PowerShell.sln")))
            folder = folder.Parent;
        return Path.Combine(folder!.FullName, "artifacts");
    }
}
