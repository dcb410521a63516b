namespace Contabyx;

/// <summary>
/// One thing that would be done, exactly and in its place: <c>-WhatIf</c> of the loading cmdlets writes them, to be
/// reviewed.
/// </summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Run">The run; empty for what comes before any.</param>
/// <param name="Table">The table; NULL for what concerns all.</param>
/// <param name="Text">The statement without its semicolon, <c>MOVE a TO b</c>, or the remark.</param>
public sealed record ContabyxPlanStep(int Number, string Run, string? Table, PlanStepKind Kind, string Text);
