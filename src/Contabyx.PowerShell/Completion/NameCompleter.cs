using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Contabyx.PowerShell;

/// <summary>Completes names that begin with what was typed.</summary>
public abstract class NameCompleter : IArgumentCompleter
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
        return Names(fakeBoundParameters).Where(fits).Select(name => new CompletionResult(name));
    }

    /// <summary>All names, in the order in which they are offered.</summary>
    /// <param name="parameters">The parameters of the command so far, by name.</param>
    protected abstract IEnumerable<string> Names(IDictionary parameters);

    /// <summary>The connection that the command would use.</summary>
    private protected static ContabyxConnection ConnectionOf(IDictionary parameters) =>
        parameters["Connection"] as ContabyxConnection ?? CurrentConnection.GetOrDefault();
}
