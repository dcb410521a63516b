namespace Contabyx;

/// <summary>One column of a table.</summary>
/// <param name="Name">The column's name as the source spells it.</param>
/// <param name="Type">What it carries.</param>
/// <param name="Nullable">Whether it may be NULL.</param>
public sealed record ColumnSchema(string Name, ColumnType Type, bool Nullable = false);
