using System.Collections;
using System.Globalization;
using Contabyx.Engine.Archive;

namespace Contabyx.PowerShell;

/// <summary>Completes archived years: of the tables that -Table names, or of all.</summary>
public sealed class ArchivedYearCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters)
    {
        var tables = PipedObject.Each(parameters["Table"]).Select(table => NamePattern.Of($"{table}")).ToList();
        return ArchivedNames.Read(ConnectionOf(parameters), Patience)
            .Where(year => tables.Count == 0 || tables.Exists(fits => fits(year.Table)))
            .Select(year => year.Year).Distinct().Order().Select(year => year.ToString(CultureInfo.InvariantCulture));
    }
}
