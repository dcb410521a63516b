namespace Contabyx.RedshiftEmulator;

/// <summary>A key, which Redshift keeps and does not enforce: <c>t_Defining_constraints</c>.</summary>
/// <param name="Name">Its name; NULL: made from the table's.</param>
/// <param name="Kind">p, u or f, as in pg_constraint.</param>
/// <param name="Table">The quoted name of the table that a foreign key refers to; NULL for other keys.</param>
internal sealed record TableKey(string? Name, char Kind, IReadOnlyList<string> Columns, string? Table);
