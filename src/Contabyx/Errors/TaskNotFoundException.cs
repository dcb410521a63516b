namespace Contabyx;

/// <summary>There is no task with this name.</summary>
public sealed class TaskNotFoundException(string name)
    : ContabyxException(
        $"This user has no task '{name}'.",
        "Get-ContabyxTask lists the existing tasks.",
        name);
