namespace Contabyx;

/// <summary>How runs are loaded.</summary>
public sealed record LoadOptions
{
    /// <summary>What happens to rows that are there already; NULL, the default, for what each run says.</summary>
    public LoadMode? Mode { get; init; }

    /// <summary>Whether the tables of a run are committed together or not at all; false by default.</summary>
    public bool AllOrNothing { get; init; }

    /// <summary>Whether rows are loaded even where the history shows that they are there; false by default.</summary>
    public bool Force { get; init; }

    /// <summary>
    /// How many bad rows of a table may be left out, 0 to 99,999; 0, the default, for none: then one bad row fails the
    /// table.
    /// </summary>
    public int MaxErrors { get; init; }

    /// <summary>How many tables are loaded side by side, 1 or more; 1 by default.</summary>
    public int Connections { get; init; } = 1;
}
