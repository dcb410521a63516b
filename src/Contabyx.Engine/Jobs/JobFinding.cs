namespace Contabyx.Engine.Jobs;

/// <summary>What a check of a table found.</summary>
/// <param name="Check">What was checked.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Advice">What to do about it; NULL when there is nothing to do.</param>
internal sealed record JobFinding(string Check, CheckOutcome Outcome, string Detail, string? Advice = null);
