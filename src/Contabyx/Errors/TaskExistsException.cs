namespace Contabyx;

/// <summary>A task with this name already exists.</summary>
public sealed class TaskExistsException(string name)
    : ContabyxException(
        $"The task '{name}' was not registered: a task with this name already exists.",
        "Choose another name, or replace the task with -Force.",
        name);
