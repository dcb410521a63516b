namespace Contabyx.Engine.Files.Proof;

/// <summary>
/// Chooses the <see cref="SumRule"/> of a column, for the exporter and for the warehouse's SQL alike.
/// </summary>
internal static class SumRules
{
    /// <summary>The prime by which wide decimals are reduced before they are summed.</summary>
    public const long Modulus = 1_000_000_007;

    /// <summary>The widest decimal whose values are summed as they are: 10^10 of them fit 38 digits.</summary>
    public const int WidestPlainSum = 28;

    /// <summary>The largest scale at which remainders, below 10^(10 + scale), can be summed within 38 digits.</summary>
    public const int LargestRemainderScale = 18;

    /// <summary>The rule for a column of the given type.</summary>
    public static SumRule For(ColumnType type) => type.Kind switch
    {
        ColumnKind.Float32 or ColumnKind.Float64 => SumRule.None,
        ColumnKind.Text or ColumnKind.Binary => SumRule.Bytes,
        ColumnKind.Date or ColumnKind.Time or ColumnKind.Timestamp or ColumnKind.TimestampTz => SumRule.Microseconds,
        ColumnKind.Decimal when type.Precision <= WidestPlainSum => SumRule.Value,
        ColumnKind.Decimal when type.Scale <= LargestRemainderScale => SumRule.Remainder,
        ColumnKind.Decimal => SumRule.None,
        _ => SumRule.Value,
    };
}
