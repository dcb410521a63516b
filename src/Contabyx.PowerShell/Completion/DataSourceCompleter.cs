using System.Collections;
using Contabyx.Engine.Connections;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of ODBC data sources.</summary>
public sealed class DataSourceCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) => LocalNames.DataSources();
}
