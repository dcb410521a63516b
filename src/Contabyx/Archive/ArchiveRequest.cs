namespace Contabyx;

/// <summary>Which years of which table are archived.</summary>
/// <param name="Table">The table's name, in any case.</param>
public sealed record ArchiveRequest(string Table)
{
    /// <summary>The name of the external schema, and of its database in the catalogue, if nothing else is said.</summary>
    public const string UsualSchema = "contabyx_archive";

    /// <summary>The column that says to which year a row belongs; NULL for the only date of the table that is never NULL.</summary>
    public string? Column { get; init; }

    /// <summary>The day that all years before it are archived; NULL if <see cref="KeepYears"/> says it.</summary>
    public DateOnly? Before { get; init; }

    /// <summary>How many whole years before this one stay in the table; NULL if <see cref="Before"/> says it.</summary>
    public int? KeepYears { get; init; }

    /// <summary>The external schema; without meaning in the embedded warehouse.</summary>
    public string ExternalSchema { get; init; } = UsualSchema;

    /// <summary>The view over all rows; NULL for the table's name and <c>_all</c>.</summary>
    public string? View { get; init; }
}
