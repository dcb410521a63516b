namespace Contabyx;

/// <summary>What happens to the rows that the warehouse's table already has.</summary>
public enum LoadMode
{
    /// <summary>They stay; the new rows are added.</summary>
    Append,

    /// <summary>Rows with the key of a new row are deleted; the new rows are added. Needs a key.</summary>
    Merge,

    /// <summary>All of them are deleted; the new rows are the whole table.</summary>
    Replace,

    /// <summary>
    /// The rows in the parts of the table that differed are replaced with the new rows. Only an export that read the
    /// differences creates such a run.
    /// </summary>
    Differences,
}
