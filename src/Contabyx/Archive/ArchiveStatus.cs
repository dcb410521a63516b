namespace Contabyx;

/// <summary>Where a year of a table is, or how moving it ended.</summary>
public enum ArchiveStatus
{
    /// <summary>Its rows are in the archive, and no longer in the table.</summary>
    Archived,

    /// <summary>It was archived before; nothing was changed.</summary>
    AlreadyArchived,

    /// <summary>Its rows are in the table again, and no longer part of the archive.</summary>
    Restored,

    /// <summary>
    /// Nothing of it was changed; or the connection was lost at the end, and it could not be found out. Get-ContabyxArchive says where
    /// it is.
    /// </summary>
    Failed,
}
