namespace Contabyx;

/// <summary>
/// A table that was good, but was rolled back because another table of its run failed and the run was to be committed
/// completely or not at all.
/// </summary>
/// <param name="table">The table's name.</param>
/// <param name="culprit">The name of the table that failed.</param>
public sealed class RolledBackException(string table, string culprit)
    : ContabyxException(
        $"{table} was rolled back, because {culprit} failed and all tables of the run are committed together or not at all.",
        $"Fix {culprit}, or load without -AllOrNothing.",
        table);
