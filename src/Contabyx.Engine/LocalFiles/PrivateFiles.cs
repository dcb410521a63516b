namespace Contabyx.Engine.LocalFiles;

/// <summary>
/// Creates files and folders that hold users' data: on Unix for their owner only, whatever the umask is. What already
/// exists keeps its permissions, which somebody chose. On Windows, the permissions of the parent folder apply.
/// </summary>
internal static class PrivateFiles
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode700 = FileMode600 | UnixFileMode.UserExecute;

    /// <summary>Creates a folder, and those above it, if they are missing.</summary>
    /// <param name="path">The folder.</param>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } above)
            CreateFolder(above); // The system would give the mode to the last one alone.
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, FolderMode700);
    }

    /// <summary>Creates a file that does not exist yet, and opens it for writing.</summary>
    /// <param name="bufferSize">The size of the stream's buffer; 1 for none.</param>
    /// <exception cref="IOException">The file already exists, or is a link.</exception>
    public static FileStream Create(string path, int bufferSize = 1) => Open(path, FileMode.CreateNew, bufferSize);

    /// <summary>Restricts a file that was just created to its owner.</summary>
    public static void Close(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, FileMode600);
    }

    /// <summary>Opens a file for writing, and replaces its contents; creates it if it is missing.</summary>
    /// <param name="mode">How it is opened.</param>
    /// <param name="bufferSize">The size of the stream's buffer; 1 for none.</param>
    /// <param name="share">What others may do with it at the same time.</param>
    /// <param name="access">What is done with it.</param>
    public static FileStream Open(
        string path,
        FileMode mode,
        int bufferSize = 1,
        FileShare share = FileShare.None,
        FileAccess access = FileAccess.Write)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = bufferSize };
        if (!OperatingSystem.IsWindows() && mode is not (FileMode.Open or FileMode.Truncate))
            options.UnixCreateMode = FileMode600;
        return new FileStream(path, options);
    }
}
