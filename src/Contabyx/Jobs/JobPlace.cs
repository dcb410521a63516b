namespace Contabyx;

/// <summary>A position in a job file.</summary>
/// <param name="Line">The line; the first one is 1.</param>
/// <param name="Column">The column; the first one is 1.</param>
public readonly record struct JobPlace(int Line, int Column);
