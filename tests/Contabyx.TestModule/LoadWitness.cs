using System.Collections.Concurrent;

namespace Contabyx.TestModule;

/// <summary>Remembers who loaded the assemblies of a folder. It refers to no assembly of the module itself.</summary>
public static class LoadWitness
{
    private static readonly ConcurrentQueue<string> Seen = new();

    /// <summary>For each assembly of the folder that was loaded since: its path, and the stack of whoever needed it.</summary>
    public static string Loads => string.Join('\n', Seen);

    /// <param name="folder">The folder.</param>
    public static void Watch(string folder) => AppDomain.CurrentDomain.AssemblyLoad += (_, load) =>
    {
        if (!load.LoadedAssembly.IsDynamic && Path.GetDirectoryName(load.LoadedAssembly.Location) == folder)
            Seen.Enqueue($"{load.LoadedAssembly.Location}\n{Environment.StackTrace}");
    };
}
