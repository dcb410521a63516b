using System.Collections;
using Contabyx.Engine.Connections;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of columns: of the tables that -Table names, or of all.</summary>
public class ColumnCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters)
    {
        var tables = PipedObject.Each(parameters["Table"]).Select(table => NamePattern.Of($"{table}")).ToList();
        return TableNames.ReadColumns(
            ConnectionOf(parameters), name => tables.Count == 0 || tables.Exists(fits => fits(name)), Patience);
    }
}
