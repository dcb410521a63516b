using System.Collections;
using Contabyx.Engine.Connections;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of the source's tables.</summary>
public sealed class TableCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) => TableNames.Read(ConnectionOf(parameters), Patience);
}
