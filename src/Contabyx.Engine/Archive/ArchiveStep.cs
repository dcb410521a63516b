using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Archive;

/// <summary>One year that is to be moved into the archive or back, with everything that this would do.</summary>
/// <param name="Table">The table's name as the warehouse spells it.</param>
/// <param name="Year">The year.</param>
/// <param name="Rows">How many rows it has.</param>
public sealed record ArchiveStep(string Table, int Year, long Rows)
{
    /// <summary>The statements, in order, without secrets.</summary>
    public IReadOnlyList<string> Statements { get; init; } = [];

    /// <summary>The URI of the folder that files are written to; empty for none.</summary>
    public string Writes { get; init; } = "";

    /// <summary>The URIs of the objects of interrupted attempts that are deleted.</summary>
    public IReadOnlyList<string> Deletes { get; init; } = [];

    /// <summary>The table.</summary>
    internal ArchivedTable Place { get; init; } = null!;

    /// <summary>Whether the archive has this year already.</summary>
    internal bool IsArchived { get; init; }
}
