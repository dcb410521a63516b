namespace Contabyx;

/// <summary>Which tables are wanted.</summary>
/// <param name="Pattern">What the user wrote, such as <c>Tax*</c>; for errors.</param>
/// <param name="Fits">Whether a table's name fits.</param>
public sealed record TablePattern(string Pattern, Func<string, bool> Fits);
