using Contabyx.Engine.Export;

namespace Contabyx.Tests.Shared;

/// <summary>Exports whole tables as <c>Export-ContabyxData -Table</c> does.</summary>
internal static class TableExport
{
    /// <param name="fits">Which tables.</param>
    /// <param name="failed">Called for each table that fails; by default its error is thrown.</param>
    /// <param name="pattern">The exact name, or a pattern.</param>
    /// <returns>The files of all tables, and the tables that were refused.</returns>
    public static async Task<IReadOnlyList<ContabyxFile>> ExportTablesAsync(
        this DataExport export,
        Func<string, bool> fits,
        CancellationToken cancellation,
        Func<ContabyxException, Task>? failed = null,
        string pattern = "*")
    {
        var request = new SelectionRequest { Tables = [new TablePattern(pattern, fits)] };
        var selections = await export.FindSelectionsAsync(request, error => throw error, cancellation);
        var files = new List<ContabyxFile>();
        await foreach (var run in export.ExportAsync(selections, failed ?? (error => throw error), cancellation))
            files.AddRange(run);
        return files;
    }
}
