namespace Contabyx;

/// <summary>How the load of a table ended.</summary>
public enum LoadStatus
{
    /// <summary>Its rows are committed.</summary>
    Loaded,

    /// <summary>The load history shows that these rows are there already; nothing was changed.</summary>
    AlreadyLoaded,

    /// <summary>The warehouse had all rows of the source already, and no others, which was proven again; nothing was changed.</summary>
    Unchanged,

    /// <summary>
    /// Its good rows are committed; bad ones, no more than were allowed, were left out and lie in <c>error/</c>.
    /// </summary>
    LoadedWithErrors,

    /// <summary>Nothing of it is committed.</summary>
    Failed,
}
