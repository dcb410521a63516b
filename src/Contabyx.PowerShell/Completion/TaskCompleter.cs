using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Contabyx.Engine.Scheduling;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of this user's scheduled tasks.</summary>
public sealed class TaskCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var fits = NamePattern.Of(wordToComplete + "*");
        return ScheduledTasks.Names().Where(fits).Select(name => new CompletionResult(name));
    }
}
