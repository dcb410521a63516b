namespace Contabyx.Engine.Sql;

/// <summary>A database that answers queries: a source or a warehouse.</summary>
internal interface IQueried
{
    /// <summary>The address, without secrets.</summary>
    string Address { get; }

    /// <summary>The type that a value is cast to for its text: <c>VARCHAR</c> or <c>CHAR</c>.</summary>
    string TextType { get; }

    /// <summary>A table's name, quoted, with its schema where there is one.</summary>
    string QuoteTable(string name);

    /// <summary>Runs a query that changes nothing, and returns all its rows as text.</summary>
    /// <param name="sql">The query. The only values from users in it are numbers and dates.</param>
    /// <exception cref="ContabyxException">It cannot be reached, or does not answer.</exception>
    Task<IReadOnlyList<string?[]>> QueryAsync(string sql, CancellationToken cancellation);
}
