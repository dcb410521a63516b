namespace Contabyx;

/// <summary>An embedded database refused a statement.</summary>
/// <param name="database">The database's address.</param>
/// <param name="inner">What it said.</param>
public sealed class EmbeddedDatabaseException(string database, Exception inner)
    : ContabyxException(
        $"The embedded database '{database}' failed: {inner.Message}",
        "Nothing was committed. Fix the problem that the database reports, and run the same command again.",
        database,
        inner);
