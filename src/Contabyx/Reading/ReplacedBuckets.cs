namespace Contabyx;

/// <summary>Which parts of a table the rows of a run replace. A table is divided into buckets by the keys of its rows.</summary>
/// <param name="Count">How many buckets the table has.</param>
/// <param name="First">
/// The smallest key of the first bucket, where buckets are ranges of keys; NULL where they are remainders of the key's fingerprint.
/// </param>
/// <param name="Width">How many keys a range has; 0 for remainders.</param>
/// <param name="Numbers">
/// The buckets, ascending, as numbers and ranges of numbers: <c>0..3,7</c>. The number -1 is that of rows whose key is NULL.
/// </param>
public sealed record ReplacedBuckets(int Count, long? First, long Width, string Numbers);
