using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace Contabyx.PowerShell;

/// <summary>
/// Loads the engine and its packages into a load context of their own, so that another module's versions of the same packages do not
/// matter. See "Resolving PowerShell module assembly dependency conflicts" in Microsoft's documentation.
/// </summary>
public sealed class EngineLoader : IModuleAssemblyInitializer
{
    private const string EngineName = "Contabyx.Engine";
    private static readonly Lazy<Assembly> Engine = new(Load);
    private static int _hooked;

    /// <summary>Called by PowerShell when the module is imported. The engine itself is loaded at its first use.</summary>
    public void OnImport()
    {
        if (Interlocked.Exchange(ref _hooked, 1) == 0)
            AssemblyLoadContext.Default.Resolving += (_, name) => name.Name == EngineName ? Engine.Value : null;
    }

    private static Assembly Load()
    {
        var path = Path.Combine(Path.GetDirectoryName(typeof(EngineLoader).Assembly.Location)!, "deps", EngineName + ".dll");
        return new EngineContext(path).LoadFromAssemblyPath(path);
    }

    // What deps/ does not hold, the vocabulary and the framework, comes from the default context.
    private sealed class EngineContext(string path) : AssemblyLoadContext(EngineName)
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName name) =>
            _resolver.ResolveAssemblyToPath(name) is { } file ? LoadFromAssemblyPath(file) : null;

        protected override IntPtr LoadUnmanagedDll(string name) =>
            _resolver.ResolveUnmanagedDllToPath(name) is { } file ? LoadUnmanagedDllFromPath(file) : IntPtr.Zero;
    }
}
