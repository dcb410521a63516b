using System.Globalization;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Checks;

/// <summary>Chooses the checks of a column by its type.</summary>
internal static class ColumnChecks
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    // 0001-01-01 and 9999-12-31 in days since 1970-01-01: the years that every client library can carry.
    private const long FirstDay = -719_162;
    private const long LastDay = 2_932_896;

    /// <param name="column">The column of the rows.</param>
    /// <param name="limits">The same column with the limits that values must keep to.</param>
    /// <param name="refusesEmptyBinary">Whether empty binary values are refused.</param>
    public static IEnumerable<ColumnCheck> Of(ColumnSchema column, ColumnSchema limits, bool refusesEmptyBinary = false)
    {
        if (refusesEmptyBinary && column.Type.Kind == ColumnKind.Binary)
            yield return new NotEmptyCheck();
        if (!limits.Nullable)
            yield return new NotNullCheck();
        if (column.IsSuper)
            yield return new JsonCheck();
        if (OfType(column.Type.Storage, limits.Type, limits.WidenRefusal) is { } check)
            yield return check;
    }

    private static ColumnCheck? OfType(ColumnStorage storage, ColumnType type, string? widenRefusal) => type.Kind switch
    {
        ColumnKind.Boolean => new RangeCheck(0, 1, "BOOLEAN (0 to 1)"),
        ColumnKind.Int16 => WholeNumber(short.MinValue, short.MaxValue, type),
        ColumnKind.Int32 => WholeNumber(int.MinValue, int.MaxValue, type),
        ColumnKind.Int64 => null,
        ColumnKind.Decimal when storage == ColumnStorage.Wide => new WideRangeCheck(type),
        ColumnKind.Decimal => Decimal(type),
        ColumnKind.Float32 or ColumnKind.Float64 => new FloatCheck(type),
        ColumnKind.Text => new TextCheck(type, widenRefusal),
        ColumnKind.Binary => new BytesCheck(type),
        ColumnKind.Date => new RangeCheck(FirstDay, LastDay, "0001-01-01 to 9999-12-31"),
        ColumnKind.Time => new RangeCheck(0, MicrosecondsPerDay - 1, "00:00:00 to 23:59:59.999999"),
        ColumnKind.Timestamp or ColumnKind.TimestampTz => new RangeCheck(
            FirstDay * MicrosecondsPerDay, ((LastDay + 1) * MicrosecondsPerDay) - 1, "the years 0001 to 9999"),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "No check is known for such a column."),
    };

    private static RangeCheck WholeNumber(long first, long last, ColumnType type) =>
        new(first, last, string.Create(CultureInfo.InvariantCulture, $"{type} ({first} to {last})"));

    private static RangeCheck Decimal(ColumnType type)
    {
        var limit = (long)ExactDecimal.PowerOfTen(type.Precision) - 1;
        var text = ExactDecimal.Format(limit, type.Scale);
        return new RangeCheck(-limit, limit, $"{type} (-{text} to {text})");
    }
}
