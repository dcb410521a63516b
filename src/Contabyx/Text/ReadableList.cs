using System.Collections.ObjectModel;

namespace Contabyx;

/// <summary>
/// A list in a public record. It is written as its items: <c>Export-Csv</c> asks each value for its text, and an array would answer
/// <c>System.String[]</c>. A script can index it like an array.
/// </summary>
/// <param name="items">The items; they are copied.</param>
public sealed class ReadableList<T>(IEnumerable<T> items) : ReadOnlyCollection<T>(items.ToArray())
{
    /// <summary>How many items there are, as an array says it: PowerShell would ask each item for a property of this name.</summary>
    public int Length => Count;

    /// <summary>The items, separated by semicolons.</summary>
    public override string ToString() => string.Join("; ", this);
}
