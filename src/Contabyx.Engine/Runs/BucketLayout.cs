using Contabyx.Engine.Files;

namespace Contabyx.Engine.Runs;

/// <summary>Which key in the bucket holds what.</summary>
internal static class BucketLayout
{
    /// <summary>The prefix of everything that waits to be loaded.</summary>
    public const string Data = "data/";

    /// <summary>The prefix of everything that was loaded.</summary>
    public const string Processed = "processed/";

    /// <summary>The prefix of everything that failed.</summary>
    public const string Error = "error/";

    /// <summary>The prefix of archived years, which nothing else touches.</summary>
    public const string Archive = "archive/";

    /// <summary>The key of the log.</summary>
    public const string Log = "error/redshift.log";

    /// <summary>The name of a run's document.</summary>
    public const string DocumentName = "run.json";

    /// <summary>The name of a table's manifest.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>The name of the document that says why a table failed.</summary>
    public const string ErrorsName = "error.json";

    /// <summary>The name of the file of a table's bad rows: a header, and then the rows as they are in the parts.</summary>
    public const string BadRowsName = "bad-rows.csv";

    /// <summary>
    /// The key of the document that says how the last pipeline of a job ended. It is in no area that <c>-RetentionDays</c> clears: a
    /// weekly job is looked for a week later.
    /// </summary>
    /// <param name="job">The job's name, in any characters; NULL for a pipeline without a job.</param>
    public static string EndKey(string? job) => string.IsNullOrEmpty(job) ? "ends.json" : $"ends/{FileNames.Stem(job)}.json";

    /// <summary>The key that an earlier version gave the document of <see cref="EndKey"/>.</summary>
    /// <param name="job">The job's name, in any characters; NULL for a pipeline without a job.</param>
    public static string EarlierEndKey(string? job) =>
        string.IsNullOrEmpty(job) ? $"{Error}last-end.json" : $"{Error}last-end-{FileNames.EarlierStem(job)}.json";

    /// <summary>The prefix of a run's objects.</summary>
    /// <param name="area"><see cref="Data"/>, <see cref="Processed"/> or <see cref="Error"/>.</param>
    public static string RunPrefix(string area, string run) => $"{area}{run}/";

    /// <summary>The prefix of a table's objects in a run.</summary>
    /// <param name="area"><see cref="Data"/>, <see cref="Processed"/> or <see cref="Error"/>.</param>
    /// <param name="table">The table's name, in any characters.</param>
    public static string TablePrefix(string area, string run, string table) => $"{area}{run}/{FileNames.Stem(table)}/";
}
