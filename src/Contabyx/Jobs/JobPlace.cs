namespace Contabyx;

/// <summary>A place in a job file.</summary>
/// <param name="Line">The line, from 1 on.</param>
/// <param name="Column">The column, from 1 on.</param>
public readonly record struct JobPlace(int Line, int Column);
