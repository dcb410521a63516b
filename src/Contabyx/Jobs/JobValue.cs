namespace Contabyx;

/// <summary>
/// A value of a job file before it is interpreted: text, a number, a flag, a list, a hashtable of named
/// values, or nothing.
/// </summary>
/// <param name="Place">Its place in the file.</param>
public sealed record JobValue(JobPlace Place)
{
    /// <summary>The text; NULL for another kind of value.</summary>
    public string? Text { get; init; }

    /// <summary>The number; NULL for another kind of value.</summary>
    public decimal? Number { get; init; }

    /// <summary>The flag; NULL for another kind of value.</summary>
    public bool? Flag { get; init; }

    /// <summary>The values of a list; NULL for another kind of value.</summary>
    public IReadOnlyList<JobValue>? List { get; init; }

    /// <summary>The named values of a hashtable; NULL for another kind of value.</summary>
    public IReadOnlyList<JobEntry>? Entries { get; init; }

    /// <summary>What kind of value it is, for messages.</summary>
    public string Kind => this switch
    {
        { Text: not null } => "text",
        { Number: not null } => "a number",
        { Flag: not null } => "a flag",
        { List: not null } => "a list",
        { Entries: not null } => "a hashtable @{ ... }",
        _ => "$null",
    };
}
