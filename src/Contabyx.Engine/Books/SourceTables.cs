namespace Contabyx.Engine.Books;

/// <summary>What is in a source, as far as it matters to whoever wants to write books there.</summary>
/// <param name="HoldBooks">Whether books are there, or their tables are.</param>
/// <param name="Names">All tables and views, but the source's own notes about batches.</param>
/// <param name="Missing">The tables that would be created for books, in that order.</param>
internal sealed record SourceTables(bool HoldBooks, IReadOnlyList<string> Names, IReadOnlyList<string> Missing)
{
    /// <summary>Whether somebody else's tables are there, and no books.</summary>
    public bool AreForeign => !HoldBooks && Names.Count > 0;

    /// <summary>Sorts out the names of a source.</summary>
    /// <param name="names">All its tables and views.</param>
    /// <param name="books">The books' tables, in the order in which they are created.</param>
    public static SourceTables Of(IReadOnlyCollection<string> names, IEnumerable<string> books)
    {
        string[] notes = ["contabyx_books", "contabyx_batches"];
        return new SourceTables(
            names.Contains(notes[0], StringComparer.OrdinalIgnoreCase),
            [.. names.Except(notes, StringComparer.OrdinalIgnoreCase)],
            [.. notes.Concat(books).Except(names, StringComparer.OrdinalIgnoreCase)]);
    }
}
