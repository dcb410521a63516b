namespace Contabyx;

/// <summary>How the load of a table ended.</summary>
public enum LoadStatus
{
    /// <summary>Its rows are committed.</summary>
    Loaded,

    /// <summary>The load history shows that these rows are already there; nothing was changed.</summary>
    AlreadyLoaded,

    /// <summary>
    /// The warehouse already had exactly the rows of the source, which was proven again; nothing was changed.
    /// </summary>
    Unchanged,

    /// <summary>
    /// Its good rows are committed; bad rows, no more than allowed, were left out and are in <c>error/</c>.
    /// </summary>
    LoadedWithErrors,

    /// <summary>Nothing of it is committed.</summary>
    Failed,
}
