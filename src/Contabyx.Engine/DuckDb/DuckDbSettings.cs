using System.Globalization;

namespace Contabyx.Engine;

/// <summary>How an embedded database is run.</summary>
internal sealed record DuckDbSettings
{
    /// <summary>The environment variable that sets <see cref="MemoryMegabytes"/> of every embedded database.</summary>
    public const string MemoryVariable = "CONTABYX_DUCKDB_MB";

    private const int LeastMegabytes = 32;

    /// <summary>The size of its buffers, in MB; beyond them it writes to a temporary folder beside its file.</summary>
    public int MemoryMegabytes
    {
        get;
        init => field = Override() ?? value;
    } = Override() ?? 128;

    /// <summary>Threads that a statement may use.</summary>
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>
    /// Whether rows come back in the order in which they were inserted. It costs some speed and memory.
    /// </summary>
    public bool PreserveOrder { get; init; }

    /// <summary>Whether the user has set the memory: then no table gets more.</summary>
    public static bool IsMemorySet => Override() is not null;

    private static int? Override() =>
        int.TryParse(
            Environment.GetEnvironmentVariable(MemoryVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var set)
            ? Math.Max(set, LeastMegabytes)
            : null;
}
