using System.Reflection;
using System.Runtime.Loader;

namespace Contabyx.Help;

/// <summary>
/// Loads an assembly of cmdlets together with PowerShell's reference library, which is enough to read its parameters and
/// their defaults.
/// </summary>
internal sealed class CmdletAssembly : AssemblyLoadContext
{
    private readonly string _folder;

    private CmdletAssembly(string folder) => _folder = folder;

    /// <param name="path">Its full path; what it needs is in the same folder.</param>
    public static Assembly Load(string path) =>
        new CmdletAssembly(Path.GetDirectoryName(path)!).LoadFromAssemblyPath(path);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
