namespace Contabyx;

/// <summary>How the load of a table ended.</summary>
public enum LoadStatus
{
    /// <summary>Its rows are committed.</summary>
    Loaded,

    /// <summary>The load history shows that these rows are there already; nothing was changed.</summary>
    AlreadyLoaded,

    /// <summary>Nothing of it is committed.</summary>
    Failed,
}
