namespace Contabyx;

/// <summary>How a pipeline ended.</summary>
public enum PipelineStatus
{
    /// <summary>Everything is done; every table that waited is loaded.</summary>
    Succeeded,

    /// <summary>Everything is loaded except bad rows, which were left out as allowed.</summary>
    LoadedWithErrors,

    /// <summary>A step failed, or a table did.</summary>
    Failed,

    /// <summary>Another pipeline of the same connection is at work; nothing was done.</summary>
    Busy,
}
