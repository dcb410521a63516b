namespace Contabyx;

/// <summary>
/// Where the source, the bucket and the warehouse are. Made by <c>Connect-Contabyx</c>. It holds no secret.
/// </summary>
public sealed record ContabyxConnection
{
    /// <summary>The address of the source, such as <c>duckdb:/data/source.duckdb</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The address of the bucket, such as <c>file:/data/bucket</c>.</summary>
    public required string Bucket { get; init; }

    /// <summary>The address of the warehouse, such as <c>duckdb:/data/warehouse.duckdb</c>.</summary>
    public required string Warehouse { get; init; }

    /// <summary>The folder for files on their way and for the log.</summary>
    public required string Home { get; init; }

    /// <summary>The log's path.</summary>
    public string LogPath => Path.Combine(Home, "logs", "redshift.log");
}
