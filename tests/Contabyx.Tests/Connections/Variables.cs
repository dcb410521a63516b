namespace Contabyx.Tests;

/// <summary>Sets variables of this process until it is disposed.</summary>
internal sealed class Variables : IDisposable
{
    private readonly List<(string Name, string? Value)> _before = [];

    public Variables(params IEnumerable<(string Name, string? Value)> variables)
    {
        foreach (var (name, value) in variables)
        {
            _before.Add((name, Environment.GetEnvironmentVariable(name)));
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose()
    {
        foreach (var (name, value) in Enumerable.Reverse(_before))
            Environment.SetEnvironmentVariable(name, value);
    }
}
