namespace Contabyx;

/// <summary>One database of a job: where it is read, where it is loaded, and which of its tables.</summary>
public sealed record JobDatabase
{
    /// <summary>
    /// Its name, a part of a key in the bucket that keeps its runs apart from those of the job's other databases; NULL
    /// for the only database of a job.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Settings for this database only, by their names in an environment file.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The name of the secret with the source's credential; NULL for the job's.</summary>
    public string? SourceSecret { get; init; }

    /// <summary>What is moved, in the order of the file.</summary>
    public IReadOnlyList<JobTable> Tables { get; init; } = [];

    /// <summary>Tables that no pattern includes; wildcards are allowed.</summary>
    public IReadOnlyList<string> ExcludedTables { get; init; } = [];

    /// <summary>Its place in the file.</summary>
    public required JobPlace Place { get; init; }
}
