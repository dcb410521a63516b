namespace Contabyx;

/// <summary>A database has tables that are no books, so that sample books are not written into it. Nothing was changed.</summary>
/// <param name="tables">Its tables and views.</param>
public sealed class ForeignDatabaseException(string address, IReadOnlyList<string> tables)
    : ContabyxException(
        $"No sample books were written to '{address}': it holds other tables and no books ({Some(tables)}).",
        "To load the tables that are there: Export-ContabyxData -Table NAME. For sample books, connect to an empty database; "
        + "-AmongOtherTables writes them beside these tables all the same.",
        address)
{
    private const int Shown = 3;

    private static string Some(IReadOnlyList<string> tables) => tables.Count <= Shown
        ? string.Join(", ", tables)
        : $"{string.Join(", ", tables.Take(Shown))} and {tables.Count - Shown} more";
}
