using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>
/// Creates every error record of the module: a stable id, the right category, the thing it happened to, and what to do
/// next.
/// </summary>
internal static class ErrorRecords
{
    private const string Prefix = "Contabyx.";

    /// <summary>
    /// A failure of any kind. If Contabyx has a name for it, the name is the id: <c>Contabyx.ProofFailed</c>.
    /// </summary>
    public static ErrorRecord From(Exception failure)
    {
        var (id, category, target) = Describe(failure);
        var record = new ErrorRecord(failure, Prefix + id, category, target)
        {
            // PowerShell shows the recommendation below the message; if it were also in the message, it would appear twice.
            ErrorDetails = new ErrorDetails(Printable.Of(failure.Message)) { RecommendedAction = FailureAdvice.Of(failure) },
        };
        record.CategoryInfo.TargetName = Printable.Line(target?.ToString());
        return record;
    }

    private static (string Id, ErrorCategory Category, object? Target) Describe(Exception failure) => failure switch
    {
        ContabyxException named => (IdOf(named), CategoryOf(named), named.Target),
        FileNotFoundException missing => ("PathNotFound", ErrorCategory.ObjectNotFound, missing.FileName),
        DirectoryNotFoundException => ("PathNotFound", ErrorCategory.ObjectNotFound, null),
        IOException => ("FileFailed", ErrorCategory.ResourceUnavailable, null),
        UnauthorizedAccessException => ("AccessDenied", ErrorCategory.PermissionDenied, null),
        _ => ("Failed", ErrorCategory.NotSpecified, null),
    };

    private static string IdOf(ContabyxException failure)
    {
        var name = failure.GetType().Name;
        return name[..^nameof(Exception).Length];
    }

    private static ErrorCategory CategoryOf(ContabyxException failure) => failure switch
    {
        AddressException => ErrorCategory.InvalidArgument,
        ArchiveException => ErrorCategory.InvalidOperation,
        ArchiveFailedException => ErrorCategory.InvalidResult,
        BooksConflictException => ErrorCategory.InvalidOperation,
        BooksUnreadableException => ErrorCategory.ObjectNotFound,
        BucketException => ErrorCategory.ResourceUnavailable,
        BusyException => ErrorCategory.ResourceBusy,
        ColumnRefusedException => ErrorCategory.InvalidType,
        ConnectionException => ErrorCategory.ConnectionError,
        DeliveryException => ErrorCategory.ResourceUnavailable,
        EmbeddedDatabaseException => ErrorCategory.InvalidOperation,
        ForeignDatabaseException => ErrorCategory.PermissionDenied,
        NoBooksException => ErrorCategory.ObjectNotFound,
        DamagedFileException => ErrorCategory.InvalidData,
        NotConnectedException => ErrorCategory.ConnectionError,
        NullMarkerCollisionException => ErrorCategory.InvalidData,
        InputException => ErrorCategory.InvalidArgument,
        JobFileException => ErrorCategory.InvalidData,
        LoadFailedException { InnerException: ContabyxException cause } => CategoryOf(cause),
        LoadFailedException => ErrorCategory.InvalidResult,
        NoAnswerException => ErrorCategory.OperationTimeout,
        ProofFailedException => ErrorCategory.InvalidResult,
        RunNotFoundException => ErrorCategory.ObjectNotFound,
        RolledBackException => ErrorCategory.OperationStopped,
        SchedulerException => ErrorCategory.ResourceUnavailable,
        SchemaConflictException => ErrorCategory.InvalidType,
        SettingException => ErrorCategory.InvalidArgument,
        SourceException => ErrorCategory.ReadError,
        TableNotFoundException => ErrorCategory.ObjectNotFound,
        TableRefusedException => ErrorCategory.InvalidData,
        TaskExistsException => ErrorCategory.ResourceExists,
        TaskNotFoundException => ErrorCategory.ObjectNotFound,
        TaskRefusedException => ErrorCategory.InvalidArgument,
        TwinNotInstalledException => ErrorCategory.NotInstalled,
        ValueRefusedException => ErrorCategory.InvalidData,
        WarehouseException => ErrorCategory.WriteError,
        _ => ErrorCategory.NotSpecified,
    };
}
