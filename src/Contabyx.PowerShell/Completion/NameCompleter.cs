using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Contabyx.PowerShell;

/// <summary>
/// Completes names that begin with what was typed. It prints nothing, and where names cannot be had in time it offers none: the
/// cmdlet itself will say what is wrong.
/// </summary>
public abstract class NameCompleter : IArgumentCompleter
{
    /// <summary>How long a user may be kept waiting by a server.</summary>
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        try
        {
            var fits = NamePattern.Of(PowerShellText.Bare(wordToComplete) + "*");
            return [.. Names(fakeBoundParameters).Where(name => IsOffered(name, fits)).Select(Result)];
        }
        catch (Exception e) when (e is ContabyxException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>All names, in the order in which they are offered.</summary>
    /// <param name="parameters">The parameters of the command so far, by name.</param>
    protected abstract IEnumerable<string> Names(IDictionary parameters);

    /// <summary>What is put in the command line for a name.</summary>
    private protected virtual string TextOf(string name) => PowerShellText.Argument(name);

    /// <summary>Whether a name is one that the user may have begun to type.</summary>
    /// <param name="fits">Whether a text begins with what was typed.</param>
    private protected virtual bool IsOffered(string name, Func<string, bool> fits) => fits(name);

    /// <summary>The connection that the command would use.</summary>
    /// <exception cref="ContabyxException">There is none.</exception>
    private protected static ContabyxConnection ConnectionOf(IDictionary parameters) =>
        PipedObject.Each(parameters["Connection"]).OfType<ContabyxConnection>().FirstOrDefault() ?? CurrentConnection.GetOrDefault();

    private CompletionResult Result(string name) => new(TextOf(name), name, CompletionResultType.ParameterValue, name);
}
