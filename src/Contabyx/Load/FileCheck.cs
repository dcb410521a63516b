namespace Contabyx;

/// <summary>How the files of a table were recognised before the warehouse read them; the weakest check first.</summary>
public enum FileCheck
{
    /// <summary>Nothing was checked: the load did not get that far.</summary>
    None,

    /// <summary>Sizes and the store's tags (ETag) are the same as when the files were sent.</summary>
    Tag,

    /// <summary>The checksums that the store itself keeps are those of the exported files.</summary>
    Checksum,

    /// <summary>The bytes were read, and their SHA-256 is that of the exported files.</summary>
    Bytes,
}
