namespace Contabyx;

/// <summary>
/// A job: what is moved, from where to where, how and when. Read from a job file, <c>contabyx.job.psd1</c>.
/// </summary>
public sealed record JobDefinition
{
    /// <summary>The full path of the file that it was read from.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// Its name: at most 40 letters, digits, hyphens and underscores. The scheduled task has the same name.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>What the file says about the connection.</summary>
    public JobConnection Connection { get; init; } = new();

    /// <summary>The databases that are read, in order; at least one.</summary>
    public IReadOnlyList<JobDatabase> Databases { get; init; } = [];

    /// <summary>How files are written.</summary>
    public FileFormat Format { get; init; } = FileFormat.Csv;

    /// <summary>How CSV is compressed.</summary>
    public FileCompression Compression { get; init; } = FileCompression.Zstd;

    /// <summary>Tables that are loaded in parallel, 1 or more.</summary>
    public int Connections { get; init; } = 1;

    /// <summary>How many bad rows of a table may be left out.</summary>
    public int MaxErrors { get; init; }

    /// <summary>
    /// After how many days a run of the job removes older runs from <c>processed/</c> and <c>error/</c>; NULL for never.
    /// </summary>
    public int? RetentionDays { get; init; }

    /// <summary>When it runs; NULL if the file does not say so.</summary>
    public TaskSchedule? Schedule { get; init; }

    /// <summary>Who is told how it went.</summary>
    public IReadOnlyList<NotificationTarget> Notify { get; init; } = [];
}
