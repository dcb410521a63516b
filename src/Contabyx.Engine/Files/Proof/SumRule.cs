namespace Contabyx.Engine.Files.Proof;

/// <summary>What the control total of a column sums, by the column's type.</summary>
internal enum SumRule
{
    /// <summary>
    /// Nothing: sums of floating-point numbers depend on the order of the rows, so only the count is proven.
    /// </summary>
    None,

    /// <summary>The values themselves.</summary>
    Value,

    /// <summary>
    /// The values' remainders by <see cref="SumRules.Modulus"/>, for decimals so wide that their plain sum would not
    /// fit the 38 digits of a warehouse's SUM.
    /// </summary>
    Remainder,

    /// <summary>The number of bytes of each value.</summary>
    Bytes,

    /// <summary>Microseconds since 1970-01-01 00:00:00, or since midnight for times of day.</summary>
    Microseconds,
}
