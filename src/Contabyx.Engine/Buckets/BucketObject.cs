namespace Contabyx.Engine.Buckets;

/// <param name="Key">Its key, relative to the bucket's prefix.</param>
/// <param name="Bytes">Its size in bytes.</param>
/// <param name="ETag">The bucket's tag for its content, without quotes.</param>
/// <param name="LastModified">When it was written, in UTC.</param>
public sealed record BucketObject(string Key, long Bytes, string ETag, DateTimeOffset LastModified)
{
    /// <summary>
    /// The checksum that the bucket keeps of an object in parts, in its own notation; NULL if it keeps none, and in listings.
    /// </summary>
    public string? Checksum { get; init; }
}
