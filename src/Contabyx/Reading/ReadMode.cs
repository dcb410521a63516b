namespace Contabyx;

/// <summary>Which rows of a table a run reads.</summary>
public enum ReadMode
{
    /// <summary>All rows, every time. They replace the table in the warehouse.</summary>
    Full,

    /// <summary>The rows beyond the watermark of the last run, minus a lookback. They are merged by key.</summary>
    Incremental,

    /// <summary>
    /// Fingerprints of ranges or buckets of keys on both sides, and then only the rows where they differ. It follows inserts,
    /// updates and deletes, and repairs what was changed in the warehouse.
    /// </summary>
    Differences,
}
