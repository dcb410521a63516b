namespace Contabyx;

/// <summary>What to do about a failure of any kind.</summary>
public static class FailureAdvice
{
    public static string Of(Exception failure) => failure switch
    {
        ContabyxException named => named.Advice,
        FileNotFoundException or DirectoryNotFoundException => "Check the path, and that the drive or share is there.",
        IOException => "Check that the disk has room and that no other program holds the file, and run it again.",
        UnauthorizedAccessException => "Give this user the right to the file or folder, or choose another one.",
        OutOfMemoryException => "Close other programs, or move fewer tables at once, and run it again.",
        _ => "Run the same line again: what was committed is known. If it fails again, report it with the log.",
    };
}
