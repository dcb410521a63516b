namespace Contabyx.Engine.Sources;

/// <summary>The smallest wanted value of a column, inclusive.</summary>
/// <param name="Column">A column of whole numbers, decimals, dates or times with dates.</param>
/// <param name="Value">The value in the format of CSV files, such as <c>2026-11-24 13:59:59.000001</c>.</param>
internal sealed record LowerBound(ColumnSchema Column, string Value);
