namespace Contabyx.RedshiftEmulator;

/// <summary>A view WITH NO SCHEMA BINDING.</summary>
/// <param name="Query">Its text.</param>
/// <param name="Columns">The names of its columns; none: those of the query.</param>
internal sealed record LateView(NamedTable Name, string Query, IReadOnlyList<string> Columns);
