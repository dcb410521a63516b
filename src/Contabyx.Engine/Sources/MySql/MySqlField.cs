using Contabyx.Engine.Rows;
using MySqlConnector;

namespace Contabyx.Engine.Sources.MySql;

/// <summary>Takes the values of one column from a driver's reader into a block.</summary>
internal abstract class MySqlField
{
    /// <summary>Sets the value of a row, which is not NULL.</summary>
    /// <param name="reader">The reader, at the row.</param>
    /// <param name="ordinal">The column's place in the result.</param>
    /// <param name="vector">Where the value goes.</param>
    /// <param name="row">The row of the block.</param>
    /// <returns>How many bytes it takes in addition to the fixed ones of its vector.</returns>
    /// <exception cref="UnreadableValueException">No rule can carry the value.</exception>
    public abstract int Read(MySqlDataReader reader, int ordinal, ColumnVector vector, int row);
}
