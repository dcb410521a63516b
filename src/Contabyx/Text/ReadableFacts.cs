using System.Collections.ObjectModel;
using System.Globalization;

namespace Contabyx;

/// <summary>Values by name in a public record, which are written as such: see <see cref="ReadableList{T}"/>.</summary>
/// <param name="facts">The values.</param>
public sealed class ReadableFacts(IReadOnlyDictionary<string, object> facts)
    : ReadOnlyDictionary<string, object>(new Dictionary<string, object>(facts))
{
    /// <summary>The names and values, such as <c>rows: 12; bucket: s3://b/k</c>.</summary>
    public override string ToString() =>
        string.Join("; ", this.Select(fact => string.Create(CultureInfo.InvariantCulture, $"{fact.Key}: {fact.Value}")));
}
