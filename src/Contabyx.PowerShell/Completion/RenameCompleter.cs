using System.Collections;

namespace Contabyx.PowerShell;

/// <summary>Completes new names of columns, as a hashtable of one column that has its old name still.</summary>
public sealed class RenameCompleter : ColumnCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) => base.Names(parameters)
        .Select(column => $"@{{ {PowerShellText.Key(column)} = {PowerShellText.Literal(column)} }}");

    private protected override string TextOf(string name) => name;
}
