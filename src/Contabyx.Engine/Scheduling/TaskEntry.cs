namespace Contabyx.Engine.Scheduling;

/// <summary>What a scheduler is asked to start, and when.</summary>
/// <param name="Schedule">Its times.</param>
/// <param name="CommandLine">The program and its arguments.</param>
internal sealed record TaskEntry(TaskFiles Files, TaskSchedule Schedule, IReadOnlyList<string> CommandLine)
{
    public string Name => Files.Name;
}
