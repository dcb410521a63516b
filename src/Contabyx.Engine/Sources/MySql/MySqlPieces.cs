namespace Contabyx.Engine.Sources.MySql;

/// <summary>What is read of a table, one statement for each piece.</summary>
/// <param name="Keys">The pieces in the order in which rows are wanted; NULL for all keys.</param>
/// <param name="Filter">What the rows of every piece must keep to besides; NULL for nothing.</param>
internal sealed record MySqlPieces(IReadOnlyList<KeyRange?> Keys, RowFilter? Filter);
