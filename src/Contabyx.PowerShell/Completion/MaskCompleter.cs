using System.Collections;

namespace Contabyx.PowerShell;

/// <summary>Completes masks, as a hashtable of one column: <c>@{ email = 'Hash' }</c>.</summary>
public sealed class MaskCompleter : ColumnCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) => base.Names(parameters)
        .SelectMany(column => Enum.GetNames<MaskKind>().Select(mask => $"@{{ {PowerShellText.Key(column)} = '{mask}' }}"));

    private protected override string TextOf(string name) => name;
}
