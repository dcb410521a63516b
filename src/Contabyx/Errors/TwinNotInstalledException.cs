namespace Contabyx;

/// <summary>
/// An embedded database cannot be opened, because the library of DuckDB is missing or broken. It comes in a module of its
/// own, <c>Contabyx.Twin</c>, so that those who need only servers need not install it.
/// </summary>
/// <param name="database">The database's address.</param>
/// <param name="reason">What is wrong with the library.</param>
/// <param name="advice">What to do next.</param>
/// <param name="inner">The cause, if the library exists but cannot be loaded.</param>
public sealed class TwinNotInstalledException(string database, string reason, string advice, Exception? inner = null)
    : ContabyxException($"The embedded database '{database}' cannot be opened: {reason}", advice, database, inner);
