using Contabyx.Engine.Warehouses;

namespace Contabyx.Engine.Archive;

/// <summary>What a request would do.</summary>
/// <param name="Steps">The years that would be archived, the oldest first.</param>
public sealed record ArchivePlan(IReadOnlyList<ArchiveStep> Steps)
{
    /// <summary>The view over all rows.</summary>
    public string View => Place.View;

    /// <summary>Whether no year is moved.</summary>
    public bool IsIdle => Steps.All(step => step.IsArchived);

    /// <summary>The statements that make the view again, if no year does so, and the table has columns that it lacks; or none.</summary>
    public IReadOnlyList<string> ViewStatements { get; init; } = [];

    internal ArchivedTable Place { get; init; } = null!;
}
