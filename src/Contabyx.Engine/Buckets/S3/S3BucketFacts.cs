namespace Contabyx.Engine.Buckets.S3;

/// <summary>What a store reports about a bucket.</summary>
/// <param name="Region">Its Region; empty if the store does not report it.</param>
/// <param name="Encryption">How it encrypts by default; NULL if the store does not report it.</param>
/// <param name="AbortsStaleUploads">
/// Whether a lifecycle rule deletes uploads that were never completed; NULL if the store does not report it.
/// </param>
/// <param name="Skew">How far this machine's clock is ahead of the store's; NULL if the store does not report it.</param>
internal sealed record S3BucketFacts(string Region, string? Encryption, bool? AbortsStaleUploads, TimeSpan? Skew)
{
    /// <summary>Whether these credentials lack the right to read how it encrypts.</summary>
    public bool IsEncryptionHidden { get; init; }

    /// <summary>Whether these credentials lack the right to read its lifecycle rules.</summary>
    public bool IsLifecycleHidden { get; init; }

    /// <summary>Whether it is versioned, so that moved and deleted objects stay as old versions.</summary>
    public bool KeepsVersions { get; init; }

    /// <summary>Whether these credentials may not read whether it is versioned.</summary>
    public bool IsVersioningHidden { get; init; }

    /// <summary>Whether a lifecycle rule deletes the old versions of all files that are moved out of <c>data/</c>.</summary>
    public bool ExpiresVersions { get; init; }

    /// <summary>What lifecycle rules do with the files of the archive, which nothing may delete.</summary>
    public IReadOnlyList<string> ArchiveThreats { get; init; } = [];
}
