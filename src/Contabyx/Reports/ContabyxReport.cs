namespace Contabyx;

/// <summary>A report that was written. Made by <c>Export-ContabyxReport</c>.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Language">The language it is written in.</param>
/// <param name="FirstDay">The first day of the books in it.</param>
/// <param name="LastDay">The last day of the books in it.</param>
/// <param name="Transactions">How many transactions these have.</param>
/// <param name="Bytes">The file's size.</param>
public sealed record ContabyxReport(
    string Path, ReportLanguage Language, DateOnly FirstDay, DateOnly LastDay, long Transactions, long Bytes);
