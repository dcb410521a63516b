namespace Contabyx;

/// <summary>
/// One step that would be done, exactly and in order: <c>-WhatIf</c> of the loading cmdlets writes them for
/// review.
/// </summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Run">The run; empty for steps before any run.</param>
/// <param name="Table">The table; NULL for steps that concern all tables.</param>
/// <param name="Text">The statement without its semicolon, <c>MOVE a TO b</c>, or the remark.</param>
public sealed record ContabyxPlanStep(int Number, string Run, string? Table, PlanStepKind Kind, string Text)
{
    /// <summary>The URI of the object before a move; NULL for other steps.</summary>
    public string? From { get; init; }

    /// <summary>Its URI after the move; NULL for other steps.</summary>
    public string? To { get; init; }
}
