using System.Collections;
using Contabyx.Engine.Archive;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of tables that have archived years.</summary>
public sealed class ArchivedTableCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) =>
        ArchivedNames.Read(ConnectionOf(parameters), Patience).Select(year => year.Table).Distinct(StringComparer.OrdinalIgnoreCase);
}
