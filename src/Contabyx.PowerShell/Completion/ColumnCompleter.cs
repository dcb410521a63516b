using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Contabyx.Engine.Connections;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of columns: of the tables that -Table names, or of all.</summary>
public sealed class ColumnCompleter : IArgumentCompleter
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
        var fits = NamePattern.Of(wordToComplete + "*");
        return Names(fakeBoundParameters).Where(fits).Select(name => new CompletionResult(name));
    }

    private static IReadOnlyList<string> Names(IDictionary parameters)
    {
        try
        {
            var connection = parameters["Connection"] as ContabyxConnection ?? CurrentConnection.GetOrDefault();
            var tables = PipedObject.Each(parameters["Table"]).Select(table => NamePattern.Of($"{table}")).ToList();
            return TableNames.ReadColumns(connection, name => tables.Count == 0 || tables.Exists(fits => fits(name)), Patience);
        }
        catch (ContabyxException)
        {
            return []; // The cmdlet itself will say what is wrong with the connection.
        }
    }
}
