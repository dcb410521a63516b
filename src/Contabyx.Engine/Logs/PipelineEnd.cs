namespace Contabyx.Engine.Logs;

/// <summary>How a pipeline ended, as the log has it.</summary>
/// <param name="EndedAt">When.</param>
/// <param name="Status">How.</param>
public sealed record PipelineEnd(DateTimeOffset EndedAt, PipelineStatus Status);
