using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Contabyx.PowerShell;

/// <summary>
/// The load context of the engine and its packages. A native library that <c>deps/</c> does not have comes from the module
/// <c>Contabyx.Twin</c> of the same version, next to this module or on the module path. That module need not be imported.
/// </summary>
internal sealed class EngineContext(string path) : AssemblyLoadContext("Contabyx.Engine")
{
    private static readonly Assembly Vocabulary = typeof(ContabyxException).Assembly;

    private readonly AssemblyDependencyResolver _resolver = new(path);

    protected override Assembly? Load(AssemblyName name)
    {
        if (name.Name == Vocabulary.GetName().Name)
            return Vocabulary;
        return _resolver.ResolveAssemblyToPath(name) is { } found ? LoadFromAssemblyPath(found) : null;
    }

    protected override nint LoadUnmanagedDll(string name) =>
        (_resolver.ResolveUnmanagedDllToPath(name) ?? FindInTwin(name)) is { } found ? LoadUnmanagedDllFromPath(found) : 0;

    private static string? FindInTwin(string name)
    {
        var version = Vocabulary.GetName().Version!.ToString(3);
        var library = Path.Combine("Contabyx.Twin", version, "runtimes", Platform, "native", FileName(name));
        return ModuleFolders.Select(folder => Path.Combine(folder, library)).FirstOrDefault(File.Exists);
    }

    // This module is in Contabyx/ or, if it was installed, in Contabyx/VERSION/.
    private static IEnumerable<string> ModuleFolders
    {
        get
        {
            var module = Path.GetDirectoryName(Vocabulary.Location)!;
            var listed = Environment.GetEnvironmentVariable("PSModulePath") ?? "";
            return listed.Split(Path.PathSeparator).Where(Path.IsPathFullyQualified)
                .Prepend(Path.GetFullPath("..", module)).Prepend(Path.GetFullPath("../..", module));
        }
    }

    private static string Platform => OperatingSystem.IsMacOS()
        ? "osx"
        : $"{(OperatingSystem.IsWindows() ? "win" : "linux")}{(IsMusl ? "-musl" : "")}-" +
          RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static bool IsMusl => RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);

    private static string FileName(string name) =>
        OperatingSystem.IsWindows() ? name + ".dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
}
