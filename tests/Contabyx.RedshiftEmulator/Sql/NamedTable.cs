namespace Contabyx.RedshiftEmulator;

/// <summary>A table or view that a statement names.</summary>
/// <param name="Schema">NULL: none was given.</param>
/// <param name="IsSource">It stands in FROM.</param>
internal sealed record NamedTable(string? Schema, string Name, bool IsSource);
