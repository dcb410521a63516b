namespace Contabyx;

/// <summary>Where books are read.</summary>
public enum BooksPlace
{
    /// <summary>In the warehouse: what was loaded.</summary>
    Warehouse,

    /// <summary>In the source: what was written.</summary>
    Source,
}
