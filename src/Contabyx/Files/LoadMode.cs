namespace Contabyx;

/// <summary>What happens to the rows that the warehouse's table already has.</summary>
public enum LoadMode
{
    /// <summary>They stay; the new rows are added.</summary>
    Append,

    /// <summary>Those with the key of a new row go; the new rows are added. Needs a key.</summary>
    Merge,

    /// <summary>All of them go; the new rows are the table.</summary>
    Replace,

    /// <summary>
    /// Those in the parts of the table that differed go; the new rows are these parts. Only an export that read the differences
    /// makes such a run.
    /// </summary>
    Differences,
}
