using System.Globalization;

namespace Contabyx.Engine.Books;

/// <summary>What is in a source, as far as it matters to callers that want to write books there.</summary>
/// <param name="HoldBooks">Whether it has books, or at least their tables.</param>
/// <param name="Names">All tables and views, except the source's own notes about batches.</param>
/// <param name="Missing">The tables that would be created for books, in that order.</param>
internal sealed record SourceTables(bool HoldBooks, IReadOnlyList<string> Names, IReadOnlyList<string> Missing)
{
    /// <summary>Whether the source has somebody else's tables, and no books.</summary>
    public bool HaveOnlyOthers => !HoldBooks && Names.Count > 0;

    /// <summary>
    /// Refuses books of which a table is gone. Created again, it would have the new days only, and a whole copy of it would
    /// replace all days in the warehouse by these.
    /// </summary>
    /// <param name="books">The state of the books; NULL if none were written.</param>
    /// <param name="source">The source's address.</param>
    /// <exception cref="BooksConflictException">A table is gone.</exception>
    public void CheckWhole(BooksState? books, string source)
    {
        var gone = BooksSchema.Tables.Select(table => table.Name).Intersect(Missing, StringComparer.OrdinalIgnoreCase).ToList();
        if (books is not { Days: > 0 } || gone.Count == 0)
            return;
        throw new BooksConflictException(
            source,
            string.Create(
                CultureInfo.InvariantCulture, $"{books.Days:N0} days were written, but the source has no {string.Join(" and no ", gone)}."),
            "Restore what is missing from a backup, or connect to another source and begin new books there.");
    }

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
