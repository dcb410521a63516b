namespace Contabyx.Tests;

/// <summary>
/// The rows of the golden file: every kind of column at its limits, and every text that CSV has to mind.
/// </summary>
internal static class GoldenValues
{
    private const long Day = 86_400_000_000;

    public static readonly TableSchema Table = new(
        "Values",
        [
            new("id", ColumnType.Of(ColumnKind.Int64)),
            new("small", ColumnType.Of(ColumnKind.Int16), Nullable: true),
            new("whole", ColumnType.Of(ColumnKind.Int32), Nullable: true),
            new("flag", ColumnType.Of(ColumnKind.Boolean), Nullable: true),
            new("money", ColumnType.Decimal(18, 2), Nullable: true),
            new("wide", ColumnType.Decimal(38, 10), Nullable: true),
            new("real", ColumnType.Of(ColumnKind.Float32), Nullable: true),
            new("double", ColumnType.Of(ColumnKind.Float64), Nullable: true),
            new("text", ColumnType.Text(40), Nullable: true),
            new("day", ColumnType.Of(ColumnKind.Date), Nullable: true),
            new("time", ColumnType.Of(ColumnKind.Time), Nullable: true),
            new("moment", ColumnType.Of(ColumnKind.Timestamp), Nullable: true),
            new("utc", ColumnType.Of(ColumnKind.TimestampTz), Nullable: true),
            new("bytes", new ColumnType(ColumnKind.Binary, 8), Nullable: true),
        ],
        ["id"]);

    private static readonly Int128 LargestWide = Int128.Parse("99999999999999999999999999999999999999");

    private static readonly string[] Texts =
    [
        @"\N", @"\N2", @"a\b", "\"", "say \"no\"", "a,b", "a\nb", "a\rb", "a\r\nb", " a", "a ", "\ta", " ", "a b",
        "NULL", "0", "'", "é", "€", "𝄞", "\u00a0a", "\u007f", "{\"a\": [1, 2]}",
        "1234567890123456789012345678901234567890",
    ];

    public static IReadOnlyList<object?[]> Rows { get; } =
    [
        [
            long.MinValue, -32768L, -2147483648L, 0L, -999999999999999999L, -LargestWide, (double)float.MinValue,
            double.MinValue, "smallest", -719_162L, 0L, -719_162L * Day, -719_162L * Day, new byte[8],
        ],
        [-1L, -1L, -1L, 0L, -1L, (Int128)(-1), -0.5, -1e-5, "below zero", -1L, 1L, -1L, -1L, new byte[] { 0x0a }],
        [0L, 0L, 0L, 0L, 0L, (Int128)0, 0.0, 0.0, "", 0L, 43_200_000_000L, 0L, 0L, Array.Empty<byte>()],
        [1L, null, null, null, null, null, null, null, null, null, null, null, null, null],
        [
            2L, 7L, 12345L, 1L, 50_000_00L, (Int128)10_000_000_000, 0.10000000149011612, 0.1, "Belém", 16_617L,
            50_399_000_000L, (16_617L * Day) + 288_000_000L, (16_617L * Day) + 500_000L, new byte[] { 0xde, 0xad },
        ],
        .. Texts.Select((text, i) => new object?[]
            { 100L + i, null, null, null, null, null, null, null, text, null, null, null, null, null }),
        [
            long.MaxValue, 32767L, 2147483647L, 1L, 999999999999999999L, LargestWide, (double)float.MaxValue,
            double.MaxValue, "largest", 2_932_896L, Day - 1, (2_932_897L * Day) - 1, (2_932_897L * Day) - 1,
            new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 },
        ],
    ];
}
