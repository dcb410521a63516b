namespace Contabyx.Engine.Runs;

/// <summary>One file of a table: what it must be, wherever it is.</summary>
/// <param name="Name">The file's name, without a folder.</param>
/// <param name="Rows">Rows in it; NULL only for a loose file that nobody has counted.</param>
/// <param name="Bytes">Its size in bytes.</param>
/// <param name="Sha256">
/// Its SHA-256, as 64 lower-case hexadecimal digits; NULL only for a loose file of which the bucket knows another checksum or none.
/// </param>
internal sealed record RunFile(string Name, long? Rows, long Bytes, string? Sha256)
{
    /// <summary>
    /// The tag that the bucket gave it when it was sent or found; NULL if it was not sent yet, or if the tag was not recorded.
    /// </summary>
    public string? ETag { get; init; }

    /// <summary>The checksum that the bucket keeps of a file sent in parts; NULL if it keeps none.</summary>
    public string? Checksum { get; init; }
}
