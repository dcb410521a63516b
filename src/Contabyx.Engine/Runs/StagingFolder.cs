using Contabyx.Engine.Files;
using Contabyx.Engine.LocalFiles;

namespace Contabyx.Engine.Runs;

/// <summary>
/// The folder of one run's files that wait for the upload, below the home folder. It is locked by the process that
/// created it; what a process left behind when it died is deleted by the next export. Only what this class creates is
/// deleted: locks and parts, recognized by their names; never a link, nor what a link leads to.
/// </summary>
/// <remarks>
/// A folder that has no lock yet looks as one does whose process died, so a lock of the whole staging folder keeps the creation of a
/// folder and its deletion by another process apart.
/// </remarks>
internal static class StagingFolder
{
    private const string LockName = ".lock";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly Dictionary<string, FileStream> Locks = new(StringComparer.Ordinal);

    /// <summary>Creates the folder of a run, and locks it for this process.</summary>
    /// <param name="cancellation">Stops it while another process tidies up.</param>
    /// <exception cref="IOException">The staging folder is a link.</exception>
    public static void Create(string home, string run, CancellationToken cancellation)
    {
        if (IsLink(RootOf(home)))
            throw new IOException($"{RootOf(home)} is a link: delete it, or set CONTABYX_HOME to another folder.");
        var folder = PathOf(home, run);
        lock (Locks)
        {
            using var alone = Await(home, cancellation);
            PrivateFiles.CreateFolder(folder);
            Locks[folder] = FileLock.TryTake(LockOf(folder)) ?? throw new BusyException(folder, TimeSpan.Zero);
        }
    }

    /// <summary>The full path of a run's folder.</summary>
    public static string PathOf(string home, string run) => Path.Combine(RootOf(home), run);

    /// <summary>Whether a file is in a staging folder. One process may spell the home otherwise than another.</summary>
    /// <param name="root">The staging folder.</param>
    /// <param name="path">The file.</param>
    /// <param name="windows">Whether case does not matter in paths.</param>
    public static bool Holds(string root, string path, bool windows) => path.StartsWith(
        root + Path.DirectorySeparatorChar, windows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>Deletes a run's folder, if this class created it. What cannot be deleted is left to the next export.</summary>
    public static void Delete(string home, string run)
    {
        if (!RunId.IsValid(run))
            return;
        var folder = PathOf(home, run);
        lock (Locks)
        {
            if (Locks.Remove(folder, out var mine))
                mine.Dispose();

            // Without its lock it looks abandoned to another export of this process, which would delete it at the same time.
            if (!IsLink(RootOf(home)))
                TryClear(folder, _ => true);
        }
    }

    /// <summary>Deletes the folders whose process is gone. What cannot be deleted is left to the next export.</summary>
    public static void DeleteAbandoned(string home)
    {
        if (!Directory.Exists(RootOf(home)) || IsLink(RootOf(home)))
            return;
        foreach (var folder in Directory.EnumerateDirectories(RootOf(home)).Where(folder => RunId.IsValid(Path.GetFileName(folder))))
        {
            lock (Locks)
            {
                using var alone = TryTake(home);
                if (alone is null)
                    return; // Another process tidies.
                TryClear(folder, IsAbandoned);
            }
        }
    }

    public static string RootOf(string home) => Path.Combine(home, "staging");

    // Its file stays, as that of every lock, so it is not in the staging folder.
    private static FileStream? TryTake(string home)
    {
        var path = Path.Combine(home, "locks", "staging.lock");
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        return FileLock.TryTake(path);
    }

    // It is held for as long as one folder takes to be deleted. NULL if it is held for much longer: then the folder is created without
    // it, for an export need not fail because another process hangs.
    private static FileStream? Await(string home, CancellationToken cancellation)
    {
        var end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (true)
        {
            if (TryTake(home) is { } mine)
                return mine;
            if (Environment.TickCount64 >= end)
                return null;
            cancellation.WaitHandle.WaitOne(Pause);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static string LockOf(string folder) => Path.Combine(folder, LockName);

    // Another process may delete the same folder, or hold its lock at this moment to see whether it is abandoned.
    private static void TryClear(string folder, Func<string, bool> isWanted)
    {
        try
        {
            if (isWanted(folder))
                Clear(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays, or is gone already; either is well.
        }
    }

    private static void Clear(string folder)
    {
        if (!Directory.Exists(folder) || IsLink(folder))
            return;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
        {
            if (file.LinkTarget is null && (file.Name == LockName || FileNames.IsPart(file.Name)))
                file.Delete();
        }

        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    private static bool IsLink(string folder) => new DirectoryInfo(folder).LinkTarget is not null;

    // A folder of other things without a lock was made by somebody else.
    private static bool IsAbandoned(string folder)
    {
        if (Locks.ContainsKey(folder))
            return false;
        var held = new FileInfo(LockOf(folder));
        if (IsLink(folder) || held.LinkTarget is not null)
            return false;
        if (!held.Exists)
            return !Directory.EnumerateFileSystemEntries(folder).Any();
        using var free = FileLock.TryTake(LockOf(folder));
        return free is not null;
    }
}
