namespace Contabyx;

/// <summary>One check of a connection. Made by <c>Test-ContabyxConnection</c>.</summary>
/// <param name="Part">The part of the connection.</param>
/// <param name="Check">What was checked, such as <c>Reachable</c>.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What was found, in one sentence.</param>
/// <param name="Advice">What to do about it; NULL when there is nothing to do.</param>
public sealed record ContabyxCheck(
    ContabyxTarget Part, string Check, CheckOutcome Outcome, string Detail, string? Advice = null);
