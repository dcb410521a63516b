using System.Globalization;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.DuckDb;

/// <summary>How an embedded database is run.</summary>
internal sealed record DuckDbSettings
{
    /// <summary>The usual size of the buffers, in MB.</summary>
    public const int UsualMegabytes = 128;

    /// <summary>The smallest size of the buffers, in MB.</summary>
    public const int LeastMegabytes = 32;

    /// <summary>The size of its buffers, in MB; beyond them it writes to a temporary folder next to its file.</summary>
    public int MemoryMegabytes { get; init; } = Megabytes(null, UsualMegabytes);

    /// <summary>Threads that a statement may use.</summary>
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>
    /// Whether rows come back in the order in which they were inserted. It costs some speed and memory.
    /// </summary>
    public bool PreserveOrder { get; init; }

    /// <summary>Whether the user has set the memory: then no table gets more.</summary>
    public bool IsMemorySet { get; init; } = Override() is not null;

    /// <summary>The settings of a database.</summary>
    /// <param name="given">The size of its buffers, in MB, as the connection says; NULL if it says nothing.</param>
    /// <param name="usual">The size to use if neither the connection nor the environment variable says anything.</param>
    public static DuckDbSettings Of(int? given, int usual) => new()
    {
        MemoryMegabytes = Megabytes(given, usual),
        IsMemorySet = (given ?? Override()) is not null,
    };

    private static int Megabytes(int? given, int usual) => Math.Max(given ?? Override() ?? usual, LeastMegabytes);

    private static int? Override() =>
        int.TryParse(
            Environment.GetEnvironmentVariable(SettingNames.EmbeddedMegabytes),
            NumberStyles.None, CultureInfo.InvariantCulture, out var set)
            ? set
            : null;
}
