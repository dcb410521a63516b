namespace Contabyx;

/// <summary>How runs are loaded.</summary>
public sealed record LoadOptions
{
    /// <summary>What happens to existing rows; NULL, the default, for what each run says.</summary>
    public LoadMode? Mode { get; init; }

    /// <summary>Whether the tables of a run are committed together or not at all; false by default.</summary>
    public bool AllOrNothing { get; init; }

    /// <summary>Whether rows are loaded even if the history shows that they are already there; false by default.</summary>
    public bool Force { get; init; }

    /// <summary>
    /// How many bad rows of a table may be left out, 0 to 99,999; 0, the default, for none, so that one bad row fails the
    /// table.
    /// </summary>
    public int MaxErrors { get; init; }

    /// <summary>How many tables are loaded in parallel, 1 or more; 1 by default.</summary>
    public int Connections { get; init; } = 1;
}
