using System.Globalization;

namespace Contabyx.Engine.Books.Batches;

/// <summary>The batches that would be written, for review.</summary>
public static class BatchPlan
{
    /// <summary>A table with a line for each transaction and the total.</summary>
    /// <param name="source">The source's address.</param>
    public static string Describe(IReadOnlyList<PlannedBatch> planned, string source)
    {
        ArgumentNullException.ThrowIfNull(planned);
        var table = new PlanTable("Action", "First day", "Last day", ">Days", ">Rows, about");
        foreach (var batch in planned)
            table.Add(batch.IsNew ? "Write" : "Pass on", Day(batch.FirstDay), Day(batch.LastDay), Count(batch.Days), Count(batch.Rows));
        table.Add(
            "Total", Day(planned[0].FirstDay), Day(planned[^1].LastDay), Count(planned.Sum(batch => (long)batch.Days)),
            Count(planned.Sum(batch => batch.Rows)));
        return $"Write these days to {source}, one transaction for each line:\n{table}";
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
