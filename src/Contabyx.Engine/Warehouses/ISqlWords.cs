namespace Contabyx.Engine;

/// <summary>How a warehouse spells names, values and types.</summary>
internal interface ISqlWords
{
    /// <summary>A table's name, quoted, with its schema where the warehouse has some.</summary>
    /// <param name="name">The name.</param>
    string Table(string name);

    /// <summary>A column's or temporary table's name, quoted.</summary>
    /// <param name="name">The name.</param>
    string Column(string name);

    /// <summary>A text literal.</summary>
    /// <param name="text">The text.</param>
    string Literal(string text);

    /// <summary>The type that carries a column.</summary>
    /// <param name="type">The column's type.</param>
    string TypeOf(ColumnType type);

    /// <summary>What is summed for a column's control total: see <see cref="SumRules"/>. The sum must be exact.</summary>
    /// <param name="column">The column.</param>
    string Summand(ColumnSchema column);

    /// <summary>A column's value as text: as the CSV files write it, but without quotes.</summary>
    /// <param name="column">The column.</param>
    string TextOf(ColumnSchema column);
}
