using Contabyx.Engine.Files;
using Contabyx.Engine.LocalFiles;

namespace Contabyx.Engine.Runs;

/// <summary>
/// The folder of one run's files that wait for the upload, below the home folder. It is locked by the process that
/// created it; what a process left behind when it died is deleted by the next export. Only what this class creates is
/// deleted: locks and parts, recognized by their names; never a link, nor what a link leads to.
/// </summary>
internal static class StagingFolder
{
    private const string LockName = ".lock";
    private static readonly Dictionary<string, FileStream> Locks = new(StringComparer.Ordinal);

    /// <summary>Creates the folder of a run, and locks it for this process.</summary>
    /// <exception cref="IOException">The staging folder is a link.</exception>
    public static void Create(string home, string run)
    {
        if (IsLink(RootOf(home)))
            throw new IOException($"{RootOf(home)} is a link: delete it, or set CONTABYX_HOME to another folder.");
        var folder = PathOf(home, run);
        lock (Locks)
        {
            // Until it has its lock, it looks abandoned to another export of this process.
            PrivateFiles.CreateFolder(folder);
            Locks[folder] = FileLock.TryTake(LockOf(folder)) ?? throw new BusyException(folder, TimeSpan.Zero);
        }
    }

    /// <summary>The full path of a run's folder.</summary>
    public static string PathOf(string home, string run) => Path.Combine(RootOf(home), run);

    /// <summary>Deletes a run's folder, if this class created it.</summary>
    /// <param name="meanwhile">What another process does at that moment; for tests.</param>
    public static void Delete(string home, string run, Action? meanwhile = null)
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
                Clear(folder, meanwhile);
        }
    }

    /// <summary>Deletes the folders whose process is gone.</summary>
    /// <param name="meanwhile">What another process does as soon as a folder was found abandoned; for tests.</param>
    public static void DeleteAbandoned(string home, Action? meanwhile = null)
    {
        if (!Directory.Exists(RootOf(home)) || IsLink(RootOf(home)))
            return;
        foreach (var folder in Directory.EnumerateDirectories(RootOf(home)))
        {
            lock (Locks)
            {
                try
                {
                    if (RunId.IsValid(Path.GetFileName(folder)) && IsAbandoned(folder))
                        Clear(folder, meanwhile);
                }
                catch (DirectoryNotFoundException)
                {
                    // Another process has deleted it meanwhile, which is what was wanted.
                }
            }
        }
    }

    public static string RootOf(string home) => Path.Combine(home, "staging");

    private static string LockOf(string folder) => Path.Combine(folder, LockName);

    private static void Clear(string folder, Action? meanwhile)
    {
        if (!Directory.Exists(folder) || IsLink(folder))
            return;
        meanwhile?.Invoke();
        try
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
            {
                if (file.LinkTarget is null && (file.Name == LockName || FileNames.IsPart(file.Name)))
                    file.Delete();
            }

            if (!Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        }
        catch (DirectoryNotFoundException)
        {
            // Without its lock, the folder looked abandoned to another process, which has deleted it: that was wanted.
        }
    }

    private static bool IsLink(string folder) => new DirectoryInfo(folder).LinkTarget is not null;

    private static FileStream OpenLock(string folder, FileMode mode) => PrivateFiles.Open(
        Path.Combine(folder, LockName), mode, access: FileAccess.ReadWrite);

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
