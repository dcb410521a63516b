using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Contabyx.Engine.Logs;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of runs, the newest first, from the log on this machine.</summary>
public sealed class RunCompleter : IArgumentCompleter
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
        return Runs(fakeBoundParameters).Where(fits).Select(run => new CompletionResult(run));
    }

    private static IEnumerable<string> Runs(IDictionary parameters)
    {
        try
        {
            var connection = parameters["Connection"] as ContabyxConnection ?? CurrentConnection.GetOrDefault();
            return LogReader.Read(connection.LogPath).Select(entry => entry.Run).OfType<string>().Distinct()
                .OrderDescending(StringComparer.Ordinal).ToList();
        }
        catch (Exception e) when (e is ContabyxException or IOException or UnauthorizedAccessException)
        {
            return []; // The cmdlet itself will say what is wrong.
        }
    }
}
