using System.Security.Cryptography;
using System.Text;

namespace Contabyx.Engine;

/// <summary>
/// Keeps pipelines of the same connection apart on this machine. It belongs to the process: however that ends, the lock
/// is free.
/// </summary>
internal static class PipelineLock
{
    /// <summary>Takes the lock.</summary>
    /// <param name="connection">Whose pipeline it is.</param>
    /// <returns>The lock; disposing of it frees it.</returns>
    /// <exception cref="BusyException">Another pipeline has it.</exception>
    public static IDisposable Take(ContabyxConnection connection)
    {
        var path = PathOf(connection);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new BusyException($"the pipeline from {connection.Source} to {connection.Warehouse}", TimeSpan.Zero, e);
        }
    }

    // The file stays when the lock is freed: to delete it would let two in, one by the old file and one by a new one.
    private static string PathOf(ContabyxConnection connection)
    {
        var ends = string.Join('\n', connection.Source, connection.Bucket, connection.Warehouse);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ends)))[..16];
        return Path.Combine(connection.Home, "locks", $"pipeline-{name}.lock");
    }
}
