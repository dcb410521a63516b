namespace Contabyx.Engine.Scheduling;

/// <summary>What a scheduler is asked to start, and when.</summary>
/// <param name="Files">The task's files.</param>
/// <param name="Schedule">Its times.</param>
/// <param name="CommandLine">The program and its arguments.</param>
internal sealed record TaskEntry(TaskFiles Files, TaskSchedule Schedule, IReadOnlyList<string> CommandLine)
{
    /// <summary>The task's name.</summary>
    public string Name => Files.Name;
}
