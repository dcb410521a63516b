namespace Contabyx.Benchmarks;

/// <summary>A folder for everything that is measured; it goes in the end.</summary>
internal sealed class BenchmarkFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("contabyx-benchmark-").FullName;

    public string this[string name] => Path.Combine(_path, name);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
