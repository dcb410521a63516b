using Contabyx.Engine.Rows;

namespace Contabyx.Tests;

public sealed class WatermarkValueTests
{
    private static readonly ColumnType Number = ColumnType.Of(ColumnKind.Int64);
    private static readonly ColumnType Money = ColumnType.Decimal(30, 2);
    private static readonly ColumnType Day = ColumnType.Of(ColumnKind.Date);
    private static readonly ColumnType Time = ColumnType.Of(ColumnKind.Timestamp);
    private static readonly ColumnType Moment = ColumnType.Of(ColumnKind.TimestampTz);

    public static TheoryData<ColumnType, string, string?, string> Values => new()
    {
        { Number, "42", "2", "40" },
        { Number, "-9223372036854775808", null, "-9223372036854775808" },
        { Money, "1.50", "0.5", "1.00" },
        { Money, "9999999999999999999999999999.99", null, "9999999999999999999999999999.99" },
        { Day, "2026-03-01", "1.00:00:00", "2026-02-28" },
        { Day, "2026-03-01", "01:00:00", "2026-02-28" },
        { Time, "2026-01-01 00:00:00", "00:00:01", "2025-12-31 23:59:59" },
        { Time, "2026-01-01 00:00:00.000001", null, "2026-01-01 00:00:00.000001" },
        { Time, "2026-01-01 00:00:00.100000", null, "2026-01-01 00:00:00.100000" },
        { Time, "0001-01-01 00:00:00", "1.00:00:00", "0001-01-01 00:00:00" },
        { Moment, "2026-01-01 00:00:00.000001+00", "00:00:00.000001", "2026-01-01 00:00:00+00" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_less_a_lookback_is_exact(ColumnType type, string text, string? lookback, string expected) =>
        Assert.Equal(expected, WatermarkValue.TryParse(type, text)!.Value.Less(lookback)!.Value.ToString());

    [Theory]
    [InlineData(ColumnKind.Int64, "1.5")]
    [InlineData(ColumnKind.Int64, "")]
    [InlineData(ColumnKind.Int64, "1 OR 1")]
    [InlineData(ColumnKind.Date, "2026-02-30")]
    [InlineData(ColumnKind.Timestamp, "yesterday")]
    public void What_is_no_value_is_not_read(ColumnKind kind, string text) =>
        Assert.Null(WatermarkValue.TryParse(ColumnType.Of(kind), text));

    [Theory]
    [InlineData(ColumnKind.Int64, "1:00:00")]
    [InlineData(ColumnKind.Int64, "-1")]
    [InlineData(ColumnKind.Timestamp, "an hour")]
    [InlineData(ColumnKind.Timestamp, "-01:00:00")]
    public void What_is_no_lookback_is_not_taken(ColumnKind kind, string lookback) =>
        Assert.Null(new WatermarkValue(ColumnType.Of(kind), 0).Less(lookback));
}
