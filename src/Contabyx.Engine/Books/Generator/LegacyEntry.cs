using System.Globalization;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Books.Generator;

/// <summary>A transaction as a legacy system would dump it: everything as text.</summary>
/// <param name="Description">The kind of transaction and its client.</param>
/// <param name="EnteredOn">The day, as <c>yyyy-MM-dd</c>.</param>
/// <param name="Amount">The amount, with a dot and two decimals.</param>
internal sealed record LegacyEntry(string Description, string EnteredOn, string Amount)
{
    public const int ReferenceColumn = 1;
    public const int DescriptionColumn = 2;
    public const int DateColumn = 3;
    public const int AmountColumn = 4;

    public static string ReferenceOf(long id) => string.Create(CultureInfo.InvariantCulture, $"E{id:D11}");

    /// <summary>The entry of a transaction.</summary>
    public static LegacyEntry Of(ColumnVector[] transactions, int row)
    {
        var kind = TransactionKind.All[(int)transactions[2].Longs[row] - 1];
        return new LegacyEntry(
            string.Create(CultureInfo.InvariantCulture, $"{kind.Direction}: {kind.Name} of client {transactions[1].Longs[row]}"),
            DateTime.UnixEpoch.AddMicroseconds(transactions[4].Longs[row]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ExactDecimal.Format(transactions[3].Longs[row], 2));
    }
}
