using System.Security.Cryptography;
using System.Text;
using Contabyx.Engine.LocalFiles;

namespace Contabyx.Engine.Pipeline;

/// <summary>Keeps pipelines of the same connection apart on this machine.</summary>
internal static class PipelineLock
{
    private const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Takes the lock. Whoever only looks whether it is taken has it for a moment, which is waited for.</summary>
    /// <param name="connection">The connection of the pipeline.</param>
    /// <param name="wait">How to wait between two attempts; NULL to sleep.</param>
    /// <returns>The lock; disposing of it frees it.</returns>
    /// <exception cref="BusyException">Another pipeline has it.</exception>
    /// <exception cref="IOException">The home folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write to the home folder.</exception>
    public static IDisposable Take(ContabyxConnection connection, Action<TimeSpan>? wait = null)
    {
        var path = PathOf(connection);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var attempt = 1; attempt < Attempts; attempt++)
        {
            if (FileLock.TryTake(path) is { } taken)
                return taken;
            (wait ?? Thread.Sleep)(Pause);
        }

        return FileLock.TryTake(path) ?? throw new BusyException(
            $"the pipeline from {connection.Source} to {connection.Warehouse}", TimeSpan.Zero);
    }

    /// <summary>Whether a pipeline of the connection is at work on this machine.</summary>
    /// <param name="connection">The connection of the pipeline.</param>
    /// <exception cref="IOException">The home folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write to the home folder.</exception>
    public static bool IsTaken(ContabyxConnection connection)
    {
        if (!File.Exists(PathOf(connection)))
            return false;
        using var free = FileLock.TryTake(PathOf(connection));
        return free is null;
    }

    private static string PathOf(ContabyxConnection connection)
    {
        var ends = string.Join('\n', connection.Source, connection.Bucket, connection.Warehouse);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ends)))[..16];
        return Path.Combine(connection.Home, "locks", $"pipeline-{name}.lock");
    }
}
