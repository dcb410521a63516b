using Contabyx.Engine.Files.Csv;

namespace Contabyx.Engine.Files.Proof;

/// <summary>Chooses how values of fixed size are written in the text of a row's fingerprint.</summary>
internal static class FingerprintFields
{
    /// <summary>The writer of a column's values.</summary>
    /// <param name="type">Its type, of fixed size.</param>
    public static CsvField For(ColumnType type) => type.Kind switch
    {
        ColumnKind.Decimal => CsvFields.For(type),
        ColumnKind.Float32 or ColumnKind.Float64 => new ExactFloatField(),

        // Booleans are 0 and 1, dates are days, and times are microseconds: every engine has them as whole numbers.
        _ => new IntegerField(),
    };
}
