using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace Contabyx.PowerShell;

/// <summary>
/// Loads the engine and the packages that it brings from <c>deps/</c> into a load context of their own, so that
/// PowerShell and other modules may have other versions of the same packages. The engine is loaded at its first use, and
/// stays as long as the process.
/// </summary>
public sealed class EngineLoader : IModuleAssemblyInitializer
{
    private const string EngineName = "Contabyx.Engine";

    private static readonly Lazy<Assembly> Engine = new(LoadEngine);

    // Once per process, however often and into however many runspaces the module is imported. Never unhooked: another
    // runspace may still have the module.
    static EngineLoader() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <summary>
    /// Called by PowerShell after it has read the cmdlets; creating the instance has already hooked the resolver.
    /// </summary>
    public void OnImport()
    {
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == EngineName ? Engine.Value : null;

    private static Assembly LoadEngine()
    {
        var module = Path.GetDirectoryName(typeof(EngineLoader).Assembly.Location)!;
        var path = Path.Combine(module, "deps", EngineName + ".dll");
        return new EngineContext(path).LoadFromAssemblyPath(path);
    }
}
