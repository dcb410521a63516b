namespace Contabyx;

/// <summary>
/// Where the source, the bucket and the warehouse are. Made by <c>Connect-Contabyx</c>. Addresses contain no secret, and
/// the secrets of the settings show themselves as <c>***</c>.
/// </summary>
public sealed record ContabyxConnection
{
    /// <summary>The address of the source, such as <c>mysql://loader@db.example:3306/books</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The address of the bucket, such as <c>s3://bucket/KEY</c> or <c>file:/data/bucket</c>.</summary>
    public required string Bucket { get; init; }

    /// <summary>The address of the warehouse, such as <c>redshift://loader@host:5439/dev</c>.</summary>
    public required string Warehouse { get; init; }

    /// <summary>The folder for files in transit and for the log.</summary>
    public required string Home { get; init; }

    /// <summary>How rows are read from the source.</summary>
    public SourceSettings SourceSettings { get; init; } = new();

    /// <summary>How the bucket is used.</summary>
    public BucketSettings BucketSettings { get; init; } = new();

    /// <summary>How rows are loaded into the warehouse.</summary>
    public WarehouseSettings WarehouseSettings { get; init; } = new();

    /// <summary>
    /// The secret key of <see cref="MaskKind.Hash"/>, a text of 16 characters or more; NULL for none. Another key gives other
    /// hashes.
    /// </summary>
    public Secret? MaskKey { get; init; }

    /// <summary>
    /// The size of the buffers of each embedded database, in MB, 32 or more; NULL, the default, for 48 at the source and 128
    /// at the warehouse.
    /// </summary>
    public int? EmbeddedMegabytes { get; init; }

    /// <summary>How events are written to the log; as text by default.</summary>
    public LogFormat LogFormat { get; init; }

    /// <summary>Whether the end of each pipeline is also written to the event log of Windows; by default, it is not.</summary>
    public bool EventLog { get; init; }

    /// <summary>The log's full path; <c>logs/redshift.log</c> below <see cref="Home"/> by default.</summary>
    public string LogPath
    {
        get => field ?? Path.Combine(Home, "logs", "redshift.log");
        init;
    }
}
