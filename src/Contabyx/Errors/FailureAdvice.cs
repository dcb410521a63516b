namespace Contabyx;

/// <summary>What to do about a failure of any kind.</summary>
public static class FailureAdvice
{
    public static string Of(Exception failure) => failure switch
    {
        ContabyxException named => named.Advice,
        FileNotFoundException { FileName: { } name } when name.Contains('[', StringComparison.Ordinal) =>
            "Check the path. If the brackets are part of a name, use -LiteralPath.",
        FileNotFoundException or DirectoryNotFoundException => "Check the path, and that its drive or share is available.",
        IOException => "Check that the disk has space and that no other program is using the file, and run the same command again.",
        UnauthorizedAccessException => "Give this user access to the file or folder, or choose another one.",
        OutOfMemoryException => "Close other programs, or process fewer tables at once, and run the same command again.",
        _ => "Run the same command again; the load history shows what was committed. If it fails again, report it with the log.",
    };
}
