namespace Contabyx;

/// <summary>The steps of a pipeline, each named after what its cmdlet creates.</summary>
public enum PipelineStep
{
    /// <summary>No step in particular.</summary>
    None,

    /// <summary>Writing books: <c>New-ContabyxBatch</c>.</summary>
    Batch,

    /// <summary>Exporting: <c>Export-ContabyxData</c>.</summary>
    Export,

    /// <summary>Sending: <c>Send-ContabyxUpload</c>.</summary>
    Upload,

    /// <summary>Loading: <c>Invoke-ContabyxCopy</c>.</summary>
    Copy,
}
