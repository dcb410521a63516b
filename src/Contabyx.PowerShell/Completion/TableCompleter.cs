using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Contabyx.Engine;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of the source's tables.</summary>
public sealed class TableCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var connection = fakeBoundParameters["Connection"] as ContabyxConnection
            ?? CurrentConnection.Get()
            ?? EmbeddedTwin.Connection(EmbeddedTwin.Home);
        var pattern = WildcardPattern.Get(wordToComplete + "*", WildcardOptions.IgnoreCase);
        return TableNames.Read(connection, Patience).Where(pattern.IsMatch).Select(name => new CompletionResult(name));
    }
}
