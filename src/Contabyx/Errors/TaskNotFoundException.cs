namespace Contabyx;

/// <summary>There is no task of this name.</summary>
/// <param name="name">The name.</param>
public sealed class TaskNotFoundException(string name)
    : ContabyxException(
        $"There is no task '{name}' of this user.",
        "Get-ContabyxTask lists the tasks that there are.",
        name);
