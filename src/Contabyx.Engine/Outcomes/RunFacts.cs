using Contabyx.Engine.Runs;

namespace Contabyx.Engine.Outcomes;

/// <summary>All that the bucket, the warehouse and the log say about one run.</summary>
/// <param name="Run">Its name.</param>
internal sealed record RunFacts(string Run)
{
    /// <summary>Its document; NULL if there is none, or if it could not be read.</summary>
    public Run? Document { get; init; }

    /// <summary>The prefix of the document's area; NULL without a document, and if a later run has its files.</summary>
    public string? DocumentArea { get; init; }

    /// <summary>The later run that has the files of its failed tables; NULL for none.</summary>
    public string? RedrivenAs { get; init; }

    /// <summary>The areas of the bucket that have objects of it.</summary>
    public IReadOnlyList<string> Areas { get; init; } = [];

    /// <summary>
    /// The folders of tables, by area; empty if the run is in one area only and has its document there, as usual.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Folders { get; init; } = new Dictionary<string, IReadOnlySet<string>>();

    /// <summary>The documents of errors.</summary>
    public IReadOnlyList<ErrorDocument> Letters { get; init; } = [];

    /// <summary>Why the bucket could not be asked; NULL when it was.</summary>
    public string? BucketError { get; init; }

    /// <summary>Its load history, the latest first; NULL if the warehouse could not be asked.</summary>
    public IReadOnlyList<LoadRecord>? History { get; init; }

    /// <summary>Why not; NULL when it was.</summary>
    public string? WarehouseError { get; init; }

    /// <summary>The runs that had loaded the same rows of a table before, by table.</summary>
    public IReadOnlyDictionary<string, LoadRecord> Earlier { get; init; } = new Dictionary<string, LoadRecord>();

    /// <summary>The last error in the log, by table; by the empty text that of the run itself.</summary>
    public IReadOnlyDictionary<string, string> LoggedErrors { get; init; } = new Dictionary<string, string>();
}
