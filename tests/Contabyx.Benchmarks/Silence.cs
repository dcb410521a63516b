namespace Contabyx.Benchmarks;

/// <summary>A report that nobody reads.</summary>
/// <typeparam name="T">What is reported.</typeparam>
internal sealed class Silence<T> : IProgress<T>
{
    public void Report(T value)
    {
    }
}
