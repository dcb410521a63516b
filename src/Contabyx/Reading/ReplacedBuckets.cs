using System.Globalization;

namespace Contabyx;

/// <summary>
/// The parts of a table that the rows of a run replace. A table is divided into buckets by the keys of its rows.
/// </summary>
/// <param name="Count">How many buckets the table has.</param>
/// <param name="First">
/// The smallest key of the first bucket, if buckets are ranges of keys; NULL if they are remainders of the key's fingerprint.
/// </param>
/// <param name="Width">How many keys a range has; 0 for remainders.</param>
/// <param name="Numbers">
/// The buckets, ascending, as numbers and ranges of numbers: <c>0..3,7</c>. The number -1 stands for rows whose key is NULL.
/// </param>
public sealed record ReplacedBuckets(int Count, long? First, long Width, string Numbers)
{
    /// <summary>The numbers and how many there are, as in <c>0..3,7 of 64 buckets</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numbers} of {Count} buckets");
}
