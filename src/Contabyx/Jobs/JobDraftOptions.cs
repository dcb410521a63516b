namespace Contabyx;

/// <summary>What a new job file contains in addition to what the source provides.</summary>
public sealed record JobDraftOptions
{
    /// <summary>The file's name, for its own comments.</summary>
    public required string FileName { get; init; }

    /// <summary>The job's name.</summary>
    public required string Name { get; init; }

    /// <summary>The file of settings, as the job file names it; NULL to write the connection's addresses instead.</summary>
    public string? EnvFile { get; init; }

    /// <summary>The requested tables; empty for all.</summary>
    public IReadOnlyList<TablePattern> Tables { get; init; } = [];
}
