namespace Contabyx.Shell;

/// <summary>Finds the module to load.</summary>
internal static class ModuleLocation
{
    private const string Variable = "CONTABYX_MODULE";
    private const string Manifest = "Contabyx.psd1";

    /// <summary>
    /// The manifest's path: what CONTABYX_MODULE says, else in the folder <c>Contabyx</c> beside the shell, else in
    /// <c>artifacts/module</c> of the source tree that the shell was built in.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
            return Directory.Exists(given) ? Path.Combine(given, Manifest) : given;
        var beside = Path.Combine(AppContext.BaseDirectory, "Contabyx", Manifest);
        if (File.Exists(beside))
            return beside;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var built = Path.Combine(folder.FullName, "artifacts", "module", "Contabyx", Manifest);
            if (File.Exists(built))
                return built;
        }

        throw new FileNotFoundException(
            $"The module Contabyx is neither beside {AppContext.BaseDirectory} nor in artifacts/module above it. "
            + $"Build it (dotnet build), or set {Variable} to its folder.");
    }
}
