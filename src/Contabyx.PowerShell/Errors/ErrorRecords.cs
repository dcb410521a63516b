using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>Makes every error record of the module: a stable id, a true category, what it happened to, and advice.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of a failure that Contabyx can name.</summary>
    public static ErrorRecord From(ContabyxException e)
    {
        var id = "Contabyx." + e.GetType().Name.Replace("Exception", "", StringComparison.Ordinal);
        return new ErrorRecord(e, id, CategoryOf(e), e.Target)
        {
            ErrorDetails = new ErrorDetails($"{e.Message} {e.Advice}".TrimEnd()) { RecommendedAction = e.Advice },
        };
    }

    /// <summary>The record of a failure of the file system.</summary>
    public static ErrorRecord From(Exception e) => e is UnauthorizedAccessException
        ? new ErrorRecord(e, "Contabyx.AccessDenied", ErrorCategory.PermissionDenied, null)
        : new ErrorRecord(e, "Contabyx.FileSystem", ErrorCategory.WriteError, null);

    private static ErrorCategory CategoryOf(ContabyxException e) => e switch
    {
        AddressException => ErrorCategory.InvalidArgument,
        BooksConflictException => ErrorCategory.InvalidArgument,
        TableNotFoundException => ErrorCategory.ObjectNotFound,
        ValueRefusedException => ErrorCategory.InvalidData,
        DamagedFileException => ErrorCategory.InvalidData,
        ProofFailedException => ErrorCategory.InvalidResult,
        RolledBackException => ErrorCategory.OperationStopped,
        LoadFailedException => ErrorCategory.InvalidResult,
        BusyException => ErrorCategory.ResourceBusy,
        SourceException => ErrorCategory.ReadError,
        WarehouseException => ErrorCategory.WriteError,
        _ => ErrorCategory.NotSpecified,
    };
}
