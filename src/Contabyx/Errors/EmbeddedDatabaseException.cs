namespace Contabyx;

/// <summary>An embedded database refused a statement.</summary>
/// <param name="database">The database's address.</param>
/// <param name="inner">What it said.</param>
public sealed class EmbeddedDatabaseException(string database, Exception inner)
    : ContabyxException(
        $"The embedded database '{database}' failed: {inner.Message}",
        "Mend what the database says and run the same line again; nothing was committed.",
        database,
        inner);
