using System.Management.Automation;

namespace Contabyx.ModuleTests;

/// <summary>A session that is connected to an embedded twin in a folder of its own.</summary>
internal sealed class Twin : IDisposable
{
    public Twin()
    {
        Home = Directory.CreateTempSubdirectory("contabyx-twin-").FullName;
        Session.Run("$null = Connect-Contabyx -HomePath $args[0]", Home);
    }

    public string Home { get; }

    public Session Session { get; } = new();

    public IReadOnlyList<PSObject> Run(string script) => Session.Run(script);

    /// <summary>Every file below the home folder, with its content's hash.</summary>
    public IReadOnlyList<string> Files() =>
    [
        .. Directory.EnumerateFileSystemEntries(Home, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Home, path))
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose()
    {
        Session.Dispose();
        Directory.Delete(Home, recursive: true);
    }
}
