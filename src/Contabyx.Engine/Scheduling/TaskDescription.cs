using System.Text.Json.Serialization;

namespace Contabyx.Engine.Scheduling;

/// <summary>What is noted about a task when it is registered.</summary>
/// <param name="Scheduler">What starts it.</param>
/// <param name="At">The first time of a day.</param>
/// <param name="StepMinutes">The interval between two times of a day, in minutes; 1,440 for a single time.</param>
/// <param name="Days">The days of the week; none for all.</param>
/// <param name="Command">What it runs.</param>
internal sealed record TaskDescription(
    string Name, SchedulerKind Scheduler, TimeOnly At, int StepMinutes, IReadOnlyList<DayOfWeek> Days, string Command)
{
    /// <summary>Its times.</summary>
    [JsonIgnore]
    public TaskSchedule Schedule => StepMinutes >= 1440
        ? TaskSchedule.Once(At, Days)
        : TaskSchedule.Every(TimeSpan.FromMinutes(StepMinutes), Days);
}

/// <summary>A line that a run of a task writes when it begins or ends.</summary>
/// <param name="Started">When it began; NULL at its end.</param>
/// <param name="Pid">Its process; NULL at its end.</param>
/// <param name="Ended">When it ended; NULL at its beginning.</param>
/// <param name="ExitCode">Its exit code; NULL at its beginning.</param>
internal sealed record TaskMark(DateTimeOffset? Started, int? Pid, DateTimeOffset? Ended, int? ExitCode);

/// <param name="Started">When it began.</param>
/// <param name="Pid">Its process.</param>
/// <param name="Ended">When it ended; NULL when it did not.</param>
/// <param name="ExitCode">Its exit code; NULL when it did not end.</param>
internal sealed record TaskRun(DateTimeOffset Started, int Pid, DateTimeOffset? Ended, int? ExitCode);

[JsonSourceGenerationOptions(
    WriteIndented = true, UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TaskDescription))]
[JsonSerializable(typeof(TaskMark))]
internal sealed partial class TaskJson : JsonSerializerContext;
