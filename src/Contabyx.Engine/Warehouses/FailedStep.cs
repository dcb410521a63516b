namespace Contabyx.Engine.Warehouses;

/// <summary>A statement that should have followed a load, and failed.</summary>
/// <param name="Statement">The statement, to be run by hand.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record FailedStep(string Statement, ContabyxException Error);
