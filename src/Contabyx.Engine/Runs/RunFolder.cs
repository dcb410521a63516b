using Contabyx.Engine.LocalFiles;

namespace Contabyx.Engine.Runs;

/// <summary>A folder on this machine that an export filled with one run, to be sent later.</summary>
internal static class RunFolder
{
    private const string Again = "Export the tables again into another folder.";

    /// <summary>Whether a folder holds a run already.</summary>
    public static bool HasRun(string folder) => File.Exists(PathOf(folder));

    /// <summary>Writes the run's document, after all its files.</summary>
    public static async Task WriteAsync(string folder, Run run, CancellationToken cancellation)
    {
        var file = PrivateFiles.Create(PathOf(folder));
        await using (file)
            await file.WriteAsync(RunJson.Write(run), cancellation).ConfigureAwait(false);
    }

    /// <exception cref="DamagedFileException">The folder holds no run, or its document is not valid.</exception>
    public static async Task<Run> ReadAsync(string folder, CancellationToken cancellation)
    {
        var path = PathOf(folder);
        if (!File.Exists(path))
        {
            throw new DamagedFileException(
                path, "it is missing, so the folder does not hold an exported run.",
                advice: "Choose a folder that Export-ContabyxData -Destination filled, or send the files in it one by one as loose files.");
        }

        try
        {
            return RunJson.ReadRun(await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false), path);
        }
        catch (DamagedFileException e)
        {
            throw new DamagedFileException(path, e.Problem, e, Again);
        }
    }

    private static string PathOf(string folder) => Path.Combine(folder, BucketLayout.DocumentName);
}
