namespace Contabyx;

/// <summary>What was proven of the staged rows before they were committed.</summary>
public enum LoadProof
{
    /// <summary>Nothing: the load did not get that far.</summary>
    None,

    /// <summary>
    /// The number of rows equals the number of records in the files, for files without control totals.
    /// </summary>
    RowCount,

    /// <summary>All control totals are equal.</summary>
    Proven,

    /// <summary>Some control totals differ, so nothing was committed.</summary>
    Refuted,
}
