namespace Contabyx.Engine.Sources.MySql;

/// <summary>What is read of a table, one statement for each piece.</summary>
/// <param name="Keys">The pieces in the order in which rows are wanted; NULL for all keys.</param>
/// <param name="Filter">An additional condition for the rows of every piece; NULL for none.</param>
internal sealed record MySqlPieces(IReadOnlyList<KeyRange?> Keys, RowFilter? Filter);
