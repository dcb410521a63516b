namespace Contabyx;

/// <summary>What the load history of the warehouse says of a table.</summary>
public enum TableState
{
    /// <summary>The warehouse could not be asked.</summary>
    Unknown,

    /// <summary>No load of it was ever committed.</summary>
    NeverLoaded,

    /// <summary>It was loaded; whether it has changed since is not checked.</summary>
    Loaded,
}
