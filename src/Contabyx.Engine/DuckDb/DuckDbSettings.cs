namespace Contabyx.Engine;

/// <summary>How an embedded database is run.</summary>
internal sealed record DuckDbSettings
{
    /// <summary>The size of its buffers, in MB; beyond them it writes to a temporary folder beside its file.</summary>
    public int MemoryMegabytes { get; init; } = 96;

    /// <summary>Threads that a statement may use.</summary>
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>Whether rows come back in the order in which they were inserted. It costs some speed and memory.</summary>
    public bool PreserveOrder { get; init; }
}
