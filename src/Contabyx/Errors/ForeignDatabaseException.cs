namespace Contabyx;

/// <summary>A database has other tables than books, so sample books are not written to it. Nothing was changed.</summary>
/// <param name="tables">Its tables and views.</param>
public sealed class ForeignDatabaseException(string address, IReadOnlyList<string> tables)
    : ContabyxException(
        $"No sample books were written to '{address}': it holds other tables and no books ({Some(tables)}).",
        "To load these tables: Export-ContabyxData -Table NAME. For sample books, connect to an empty database, or write them "
        + "next to these tables with -AmongOtherTables.",
        address)
{
    private const int Shown = 3;

    private static string Some(IReadOnlyList<string> tables) => tables.Count <= Shown
        ? string.Join(", ", tables)
        : $"{string.Join(", ", tables.Take(Shown))} and {tables.Count - Shown} more";
}
