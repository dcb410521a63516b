namespace Contabyx.Engine;

/// <summary>
/// The folder of one run's files on their way to the bucket, below the home folder. It is locked by the process that
/// made it; what a process left behind when it died is deleted by the next export.
/// </summary>
internal static class StagingFolder
{
    private const string LockName = ".lock";
    private static readonly Dictionary<string, FileStream> Locks = new(StringComparer.Ordinal);

    /// <summary>Makes the folder of a run, and locks it for this process.</summary>
    /// <param name="home">The home folder.</param>
    /// <param name="run">The run.</param>
    public static void Create(string home, string run)
    {
        var folder = PathOf(home, run);
        Directory.CreateDirectory(folder);
        lock (Locks)
            Locks[folder] = FileLock.TryTake(LockOf(folder)) ?? throw new BusyException(folder, TimeSpan.Zero);
    }

    /// <summary>The full path of a run's folder.</summary>
    /// <param name="home">The home folder.</param>
    /// <param name="run">The run.</param>
    public static string PathOf(string home, string run) => Path.Combine(RootOf(home), run);

    /// <summary>Deletes a run's folder, if it is one of these.</summary>
    /// <param name="home">The home folder.</param>
    /// <param name="run">The run.</param>
    public static void Delete(string home, string run)
    {
        var folder = PathOf(home, run);
        lock (Locks)
        {
            if (Locks.Remove(folder, out var mine))
                mine.Dispose();
        }

        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Deletes the folders whose process is gone.</summary>
    /// <param name="home">The home folder.</param>
    public static void DeleteAbandoned(string home)
    {
        if (!Directory.Exists(RootOf(home)))
            return;
        foreach (var folder in Directory.EnumerateDirectories(RootOf(home)))
        {
            if (IsAbandoned(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    public static string RootOf(string home) => Path.Combine(home, "staging");

    private static string LockOf(string folder) => Path.Combine(folder, LockName);

    private static bool IsAbandoned(string folder)
    {
        lock (Locks)
        {
            if (Locks.ContainsKey(folder))
                return false;
        }

        using var free = FileLock.TryTake(LockOf(folder));
        return free is not null;
    }
}
