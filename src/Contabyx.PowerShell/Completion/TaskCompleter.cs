using System.Collections;
using Contabyx.Engine.Scheduling;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of this user's scheduled tasks.</summary>
public sealed class TaskCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) => ScheduledTasks.Names();
}
