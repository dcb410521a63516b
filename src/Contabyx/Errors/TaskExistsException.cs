namespace Contabyx;

/// <summary>There is a task of this name already.</summary>
public sealed class TaskExistsException(string name)
    : ContabyxException(
        $"The task '{name}' was not registered: there is one of this name.",
        "Choose another name, or replace the task with -Force.",
        name);
