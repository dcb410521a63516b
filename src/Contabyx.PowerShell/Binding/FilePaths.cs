using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>
/// Finds files and folders as PowerShell names them: relative to the current location, with drives, <c>~</c> and
/// wildcards. Only paths of the file system are accepted.
/// </summary>
internal static class FilePaths
{
    /// <summary>The full path of a file or folder that need not exist. Wildcards are taken literally.</summary>
    /// <exception cref="InputException">The path is not in the file system.</exception>
    public static string Complete(PSCmdlet cmdlet, string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
            throw Refused(path.Replace('\0', '?'), "a path cannot contain a NUL character.");
        try
        {
            var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return IsFiles(provider) ? full : throw Refused(path, $"it is a path of {provider.Name}, not of the file system.");
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException
            or ItemNotFoundException or PSInvalidOperationException or PSArgumentException or NotSupportedException)
        {
            throw Refused(path, e.Message, e);
        }
    }

    /// <summary>The full paths of the files and folders that exist.</summary>
    /// <param name="cmdlet">The cmdlet that asks.</param>
    /// <param name="path">
    /// A path, or a pattern. If something exists under exactly this name, it is not treated as a pattern.
    /// </param>
    /// <param name="literal">Whether to take it literally, never as a pattern.</param>
    /// <exception cref="InputException">The path is not in the file system.</exception>
    /// <exception cref="FileNotFoundException">Nothing was found.</exception>
    public static IReadOnlyList<string> Find(PSCmdlet cmdlet, string path, bool literal)
    {
        var full = Complete(cmdlet, path);
        if (Path.Exists(full))
            return [full];
        if (!literal && NamePattern.IsPattern(path) && Match(cmdlet, path) is { Count: > 0 } found)
            return found;
        throw new FileNotFoundException(
            !literal && NamePattern.IsPattern(path) ? $"No file or folder matches '{path}'."
                : $"There is no file or folder '{path}'.", path);
    }

    private static IReadOnlyList<string> Match(PSCmdlet cmdlet, string path)
    {
        try
        {
            return cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (Exception e) when (e is ItemNotFoundException or WildcardPatternException)
        {
            return [];
        }
    }

    private static bool IsFiles(ProviderInfo provider) => provider.Name == "FileSystem";

    private static InputException Refused(string path, string reason, Exception? inner = null) =>
        new(path, reason, "Give the path of a file or folder, such as ./Clients.csv.", inner);
}
