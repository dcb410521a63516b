using System.Collections;
using Contabyx.Engine.Connections;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of the source's tables.</summary>
public sealed class TableCompleter : NameCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters)
    {
        try
        {
            return TableNames.Read(ConnectionOf(parameters), Patience);
        }
        catch (ContabyxException)
        {
            return []; // The cmdlet itself will say what is wrong with the connection.
        }
    }
}
