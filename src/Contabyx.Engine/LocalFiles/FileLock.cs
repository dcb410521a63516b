namespace Contabyx.Engine.LocalFiles;

/// <summary>
/// A lock that is an open file. It belongs to the process: however that ends, the lock is released. The file stays: deleting
/// it would let two processes in, one by the old file and one by a new one.
/// </summary>
internal static class FileLock
{
    // What .NET returns for a file that another process holds: EWOULDBLOCK of flock(2) on Linux and on macOS, and
    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    /// <summary>Takes the lock if it is free.</summary>
    /// <returns>The lock, which disposing of it frees; NULL when another process or thread has it.</returns>
    /// <exception cref="IOException">The file cannot be created here.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write here.</exception>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return PrivateFiles.Open(path, FileMode.OpenOrCreate, access: FileAccess.ReadWrite);
        }
        catch (IOException e) when (Held.Contains(e.HResult))
        {
            return null;
        }
    }
}
