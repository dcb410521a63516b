using System.Collections;
using Contabyx.Engine.Connections;

namespace Contabyx.PowerShell;

/// <summary>Completes the names of columns: of the tables that -Table names, or of all.</summary>
public sealed class ColumnCompleter : NameCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters)
    {
        try
        {
            var connection = ConnectionOf(parameters);
            var tables = PipedObject.Each(parameters["Table"]).Select(table => NamePattern.Of($"{table}")).ToList();
            return TableNames.ReadColumns(connection, name => tables.Count == 0 || tables.Exists(fits => fits(name)), Patience);
        }
        catch (ContabyxException)
        {
            return []; // The cmdlet itself will say what is wrong with the connection.
        }
    }
}
