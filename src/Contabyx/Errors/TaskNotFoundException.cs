namespace Contabyx;

/// <summary>There is no task of this name.</summary>
public sealed class TaskNotFoundException(string name)
    : ContabyxException(
        $"There is no task '{name}' of this user.",
        "Get-ContabyxTask lists the tasks that there are.",
        name);
