using System.Globalization;
using System.Text.Json.Serialization;

namespace Contabyx;

/// <summary>A range of whole-number keys, both ends included. An empty range has <c>First &gt; Last</c>.</summary>
/// <param name="First">The smallest key.</param>
/// <param name="Last">The largest key.</param>
public readonly record struct KeyRange(long First, long Last)
{
    /// <summary>How many keys are in the range.</summary>
    [JsonIgnore]
    public long Count => (long)Int128.Clamp((Int128)Last - First + 1, 0, long.MaxValue);

    /// <summary>Both ends, as in <c>1 to 20</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First} to {Last}");
}
