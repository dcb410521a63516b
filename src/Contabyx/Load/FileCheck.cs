namespace Contabyx;

/// <summary>By what the files of a table were recognised before the warehouse read them; the weakest first.</summary>
public enum FileCheck
{
    /// <summary>Nothing was held against anything: the load did not come that far.</summary>
    None,

    /// <summary>Sizes and the store's tags (ETag) are those that it gave when the files were sent.</summary>
    Tag,

    /// <summary>The checksums that the store itself keeps are those of the exported files.</summary>
    Checksum,

    /// <summary>The bytes were read, and their SHA-256 is that of the exported files.</summary>
    Bytes,
}
