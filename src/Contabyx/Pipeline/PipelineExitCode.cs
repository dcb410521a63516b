namespace Contabyx;

/// <summary>
/// The exit codes of a pipeline, for schedulers. 1 is left to PowerShell, which ends with it on errors of its own.
/// </summary>
public static class PipelineExitCode
{
    /// <summary>Everything is done.</summary>
    public const int Succeeded = 0;

    /// <summary>Another pipeline of the same connection is at work.</summary>
    public const int Busy = 2;

    /// <summary>It could not begin: a setting or an address is wrong.</summary>
    public const int NotBegun = 3;

    /// <summary>The books could not be written.</summary>
    public const int Batch = 10;

    /// <summary>The rows could not be exported.</summary>
    public const int Export = 20;

    /// <summary>The files could not be sent.</summary>
    public const int Upload = 30;

    /// <summary>The warehouse or the bucket could not be used; everything keeps waiting.</summary>
    public const int Copy = 40;

    /// <summary>Tables failed; their files are in <c>error/</c>.</summary>
    public const int TablesFailed = 41;

    /// <summary>Everything is loaded except bad rows that were left out.</summary>
    public const int LoadedWithErrors = 42;

    /// <summary>Everything is done, but the log could not be written or could not be sent to the bucket.</summary>
    public const int LogNotWritten = 43;

    /// <summary>The code for how a pipeline ended.</summary>
    /// <param name="status">How it ended.</param>
    /// <param name="tablesFailed">How many tables failed.</param>
    /// <param name="logged">Whether the log is complete.</param>
    public static int Of(PipelineStatus status, PipelineStep failedAt, int tablesFailed, bool logged = true) => (status, failedAt) switch
    {
        (PipelineStatus.Succeeded, _) when !logged => LogNotWritten,
        (PipelineStatus.Succeeded, _) => Succeeded,
        (PipelineStatus.LoadedWithErrors, _) => LoadedWithErrors,
        (PipelineStatus.Busy, _) => Busy,
        (_, PipelineStep.Batch) => Batch,
        (_, PipelineStep.Export) => Export,
        (_, PipelineStep.Upload) => Upload,
        (_, PipelineStep.Copy) => tablesFailed > 0 ? TablesFailed : Copy,
        _ => NotBegun,
    };
}
