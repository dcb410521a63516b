namespace Contabyx;

/// <summary>How consistent the reading of a source was.</summary>
public enum SnapshotLevel
{
    /// <summary>All tables as of one moment, whatever the number of readers.</summary>
    Consistent,

    /// <summary>All tables as of one moment, by one reader, because the source allowed no more.</summary>
    SingleReader,

    /// <summary>Each table as of its own moment.</summary>
    PerTable,
}
