using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>
/// Makes every error record of the module: a stable id, the true category, the thing it happened to, and what to do
/// next.
/// </summary>
internal static class ErrorRecords
{
    private const string Prefix = "Contabyx.";

    /// <summary>A failure that Contabyx names. The id is the exception's name: <c>Contabyx.ProofFailed</c>.</summary>
    public static ErrorRecord From(ContabyxException failure) =>
        new(failure, IdOf(failure), CategoryOf(failure), failure.Target)
    {
        // PowerShell shows the recommendation below the message; in the message, too, it would stand there twice.
        ErrorDetails = new ErrorDetails(failure.Message) { RecommendedAction = failure.Advice },
    };

    /// <summary>A failure of any kind that a stage reports.</summary>
    public static ErrorRecord From(Exception failure) => failure switch
    {
        ContabyxException named => From(named),
        IOException file => From(file),
        UnauthorizedAccessException denied => From(denied),
        _ => new ErrorRecord(failure, Prefix + "Failed", ErrorCategory.NotSpecified, null),
    };

    /// <summary>A file or folder that could not be read or written.</summary>
    public static ErrorRecord From(IOException failure)
    {
        var missing = failure is FileNotFoundException or DirectoryNotFoundException;
        return new ErrorRecord(
            failure,
            Prefix + (missing ? "PathNotFound" : "FileFailed"),
            missing ? ErrorCategory.ObjectNotFound : ErrorCategory.ResourceUnavailable,
            (failure as FileNotFoundException)?.FileName)
        {
            ErrorDetails = new ErrorDetails(failure.Message)
            {
                RecommendedAction = missing
                    ? "Check the path, and that the drive or share is there."
                    : "Check that the disk has room and that no other program holds the file, and run it again.",
            },
        };
    }

    /// <summary>A file or folder that this user may not use.</summary>
    public static ErrorRecord From(UnauthorizedAccessException failure) =>
        new(failure, Prefix + "AccessDenied", ErrorCategory.PermissionDenied, null)
        {
            ErrorDetails = new ErrorDetails(failure.Message)
            {
                RecommendedAction = "Give this user the right to the file or folder, or choose another one.",
            },
        };

    private static string IdOf(ContabyxException failure)
    {
        var name = failure.GetType().Name;
        return Prefix + name[..^nameof(Exception).Length];
    }

    private static ErrorCategory CategoryOf(ContabyxException failure) => failure switch
    {
        AddressException => ErrorCategory.InvalidArgument,
        BooksConflictException => ErrorCategory.InvalidOperation,
        BooksUnreadableException => ErrorCategory.ObjectNotFound,
        BucketException => ErrorCategory.ResourceUnavailable,
        BusyException => ErrorCategory.ResourceBusy,
        ColumnRefusedException => ErrorCategory.InvalidType,
        ConnectionException => ErrorCategory.ConnectionError,
        EmbeddedDatabaseException => ErrorCategory.InvalidOperation,
        DamagedFileException => ErrorCategory.InvalidData,
        NullMarkerCollisionException => ErrorCategory.InvalidData,
        LoadFailedException => ErrorCategory.InvalidResult,
        ProofFailedException => ErrorCategory.InvalidResult,
        RunNotFoundException => ErrorCategory.ObjectNotFound,
        RolledBackException => ErrorCategory.OperationStopped,
        SchedulerException => ErrorCategory.ResourceUnavailable,
        SchemaConflictException => ErrorCategory.InvalidType,
        SettingException => ErrorCategory.InvalidArgument,
        SourceException => ErrorCategory.ReadError,
        TableNotFoundException => ErrorCategory.ObjectNotFound,
        TaskExistsException => ErrorCategory.ResourceExists,
        TaskNotFoundException => ErrorCategory.ObjectNotFound,
        TaskRefusedException => ErrorCategory.InvalidArgument,
        ValueRefusedException => ErrorCategory.InvalidData,
        WarehouseException => ErrorCategory.WriteError,
        _ => ErrorCategory.NotSpecified,
    };
}
