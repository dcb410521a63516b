namespace Contabyx;

/// <summary>A warehouse refused a request.</summary>
/// <param name="warehouse">The warehouse's address.</param>
/// <param name="reason">What it said.</param>
/// <param name="advice">What to do next.</param>
/// <param name="inner">The cause.</param>
public sealed class WarehouseException(string warehouse, string reason, string advice, Exception? inner = null)
    : ContabyxException($"The warehouse '{warehouse}' refused: {reason}", advice, warehouse, inner)
{
    /// <summary>The rows that the warehouse refused, without their values, up to a limit; empty for other failures.</summary>
    public IReadOnlyList<ContabyxLoadError> LoadErrors { get; init; } = [];

    /// <summary>
    /// Whether the failure has nothing to do with the files or their rows, as when a privilege or a role is missing: then they
    /// stay where they are.
    /// </summary>
    public bool FilesWait { get; init; }
}
