using System.Text;

namespace Contabyx.Engine.Books.Generator;

/// <summary>
/// Which entries of the legacy system have which fault: a pure function of the books, the plan and the entry's id.
/// </summary>
/// <param name="plan">Which faults are wanted.</param>
internal sealed class LegacyFaults(BooksState books, FaultPlan plan)
{
    private const long Billion = 1_000_000_000;
    private const int DescriptionBytes = 60;

    private readonly CounterRandom _rows = books.Open(RandomStream.FaultRow);
    private readonly CounterRandom _choices = books.Open(RandomStream.FaultKind);
    private readonly long _limit = (long)Math.Round(plan.Rate * Billion);

    private readonly FaultKinds[] _kinds =
        [.. Enum.GetValues<FaultKinds>().Where(kind => int.IsPow2((int)kind) && plan.Kinds.HasFlag(kind))];

    /// <summary>The fault of an entry.</summary>
    /// <param name="id">The entry's id.</param>
    /// <param name="entry">The entry without a fault.</param>
    /// <returns>The kind, the column's index and the value; NULL when the entry is good.</returns>
    public (FaultKinds Kind, int Column, string Value)? Of(long id, LegacyEntry entry)
    {
        if (_kinds.Length == 0 || _rows.Below(id, Billion) >= _limit)
            return null;
        var kind = _kinds[_choices.Below(id, _kinds.Length)];
        return kind switch
        {
            FaultKinds.Duplicate => (kind, LegacyEntry.ReferenceColumn, LegacyEntry.ReferenceOf(Math.Max(1, id - 1))),
            FaultKinds.ZeroDate => (kind, LegacyEntry.DateColumn, "0000-00-00"),
            FaultKinds.ImpossibleDate => (kind, LegacyEntry.DateColumn, entry.EnteredOn[..5] + "02-30"),
            FaultKinds.BadDecimal => (kind, LegacyEntry.AmountColumn, entry.Amount.Replace('.', ',')),
            FaultKinds.LargeDecimal => (kind, LegacyEntry.AmountColumn, "99999999999999999.00"),
            _ => (kind, LegacyEntry.DescriptionColumn, DescriptionOf(kind, id, entry.Description)),
        };
    }

    /// <summary>The answer key's line for a fault.</summary>
    /// <param name="id">The entry's id.</param>
    public static ContabyxFault Describe(long id, (FaultKinds Kind, int Column, string Value) fault)
    {
        var bytes = Encoding.UTF8.GetBytes(fault.Value);
        return new ContabyxFault(
            BooksSchema.LegacyEntries.Name, id, BooksSchema.LegacyEntries.Columns[fault.Column].Name, fault.Kind,
            FaultKinds.AllRefused.HasFlag(fault.Kind), fault.Value, Convert.ToHexStringLower(bytes), bytes.Length);
    }

    private static string DescriptionOf(FaultKinds kind, long id, string good) => kind switch
    {
        FaultKinds.OverLength => good.PadRight(DescriptionBytes + 1 + (int)(id % 100), '.'),
        FaultKinds.Emoji => string.Concat(Enumerable.Repeat("📒", (DescriptionBytes / 4) + 1)),
        FaultKinds.NulByte => good.Insert(good.Length / 2, "\0"),
        FaultKinds.Quote => $"\"{good}\", he said",
        FaultKinds.LineBreak => good.Insert(good.Length / 2, "\n"),
        FaultKinds.Backslash => $@"C:\new\{good}\",
        FaultKinds.NullMarker => NullMarkers.Default,
        FaultKinds.Empty => "",
        FaultKinds.Blanks => $"  {good} ",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No value is known for such a fault."),
    };
}
