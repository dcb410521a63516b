using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Contabyx.PowerShell;

/// <summary>Completes the paths of job files, and of folders that may hold some.</summary>
public sealed class JobFileCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        CompletionCompleters.CompleteFilename(PowerShellText.Bare(wordToComplete)).Where(found =>
            found.ResultType == CompletionResultType.ProviderContainer
            || found.ListItemText.EndsWith(".job.psd1", StringComparison.OrdinalIgnoreCase));
}
