namespace Contabyx.ModuleTests;

/// <summary>Where the build has put what is tested.</summary>
internal static class Built
{
    private static readonly string Artifacts = Path.Combine(PwshProcess.Root, "artifacts");

    public static string Manifest => PwshProcess.Module;

    public static string Engine { get; } = Path.Combine(Path.GetDirectoryName(Manifest)!, "deps");

    public static string TestModule { get; } =
        Path.Combine(Artifacts, "tests", "TestModule", "Contabyx.TestModule.dll");

    public static string ConflictingModule { get; } =
        Path.Combine(Artifacts, "tests", "ConflictingModule", "Contabyx.ConflictingModule.dll");
}
