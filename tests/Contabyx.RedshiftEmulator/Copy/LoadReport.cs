namespace Contabyx.RedshiftEmulator;

/// <summary>What a COPY did so far.</summary>
internal sealed class LoadReport
{
    public required long Query { get; init; }

    public required long Transaction { get; init; }

    public required int Session { get; init; }

    public required string Database { get; init; }

    public required string Table { get; init; }

    public required int TableId { get; init; }

    public required string From { get; init; }

    public required string Format { get; init; }

    /// <summary>In UTC, without a zone, as the views show it.</summary>
    public DateTime Start { get; } = DateTime.SpecifyKind(DateTime.UtcNow, DateTimeKind.Unspecified);

    public long Rows { get; set; }

    public long Bytes { get; set; }

    public List<(string File, long Bytes, long Lines)> Files { get; } = [];

    public List<LoadError> Errors { get; } = [];
}
