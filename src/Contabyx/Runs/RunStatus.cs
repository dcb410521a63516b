namespace Contabyx;

/// <summary>What became of a run, or of one of its tables; the better first. A run is what the worst of its tables is.</summary>
public enum RunStatus
{
    /// <summary>An earlier run had brought the same rows; nothing was changed.</summary>
    AlreadyLoaded,

    /// <summary>The warehouse already had exactly the rows of the source; nothing was changed.</summary>
    Unchanged,

    /// <summary>It failed, and a later run has its files: that run tells what became of them.</summary>
    Redriven,

    /// <summary>Its rows are committed.</summary>
    Loaded,

    /// <summary>Its good rows are committed; bad rows were left out and are in <c>error/</c>.</summary>
    LoadedWithErrors,

    /// <summary>It waits in <c>data/</c>; the next load takes it.</summary>
    Waiting,

    /// <summary>It has no <c>run.json</c>: it is being uploaded, or its upload was interrupted. It is never loaded as it is.</summary>
    Incomplete,

    /// <summary>
    /// Its files are in <c>processed/</c>, but the load history has neither the run nor the same rows from another one: the
    /// warehouse is another one, or was restored to an earlier state.
    /// </summary>
    Missing,

    /// <summary>Nothing of it is committed.</summary>
    Failed,
}
