namespace Contabyx;

/// <summary>How a row differs between source and warehouse.</summary>
public enum KeyDifferenceKind
{
    /// <summary>The warehouse lacks it.</summary>
    OnlyInSource,

    /// <summary>The source lacks it.</summary>
    OnlyInWarehouse,

    /// <summary>Both have it, with other values.</summary>
    Changed,

    /// <summary>The warehouse has its key more than once.</summary>
    Repeated,
}
