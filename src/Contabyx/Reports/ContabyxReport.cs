namespace Contabyx;

/// <summary>A report that was written. Made by <c>Export-ContabyxReport</c>.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Language">The language it is written in.</param>
/// <param name="Loads">Loads of a table that the load history has.</param>
/// <param name="Failures">Loads of a table that failed, according to the log on this machine.</param>
/// <param name="MissingDays">Days of the last 90, before today and since the first load, on which nothing was loaded.</param>
/// <param name="Bytes">The file's size.</param>
public sealed record ContabyxReport(string Path, ReportLanguage Language, int Loads, int Failures, int MissingDays, long Bytes)
{
    /// <summary>The first day of the books in it; NULL if the warehouse has none.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>The last day of the books in it; NULL likewise.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>How many transactions the books have; NULL likewise.</summary>
    public long? Transactions { get; init; }
}
