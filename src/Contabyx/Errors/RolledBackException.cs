namespace Contabyx;

/// <summary>
/// A table that was sound, but rolled back because another table of its run failed and all were to be committed or
/// none.
/// </summary>
/// <param name="table">The table's name.</param>
/// <param name="culprit">The name of the table that failed.</param>
public sealed class RolledBackException(string table, string culprit)
    : ContabyxException(
        $"{table} was rolled back, because {culprit} failed and the run was to be loaded whole or not at all.",
        $"Mend {culprit}, or load without -AllOrNothing.",
        table);
