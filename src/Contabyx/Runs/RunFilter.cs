namespace Contabyx;

/// <summary>Which runs are wanted.</summary>
public sealed record RunFilter
{
    /// <summary>Whether a run of this name is wanted; NULL for any name.</summary>
    public Func<string, bool>? Run { get; init; }

    /// <summary>How the names of all wanted runs begin; empty, the default, if they have nothing in common.</summary>
    public string RunPrefix { get; init; } = "";

    /// <summary>Only runs that have a table whose name fits; NULL for any.</summary>
    public Func<string, bool>? Table { get; init; }

    /// <summary>Only runs of a job whose name fits; NULL for any run, with or without a job.</summary>
    public Func<string, bool>? Job { get; init; }

    /// <summary>Only runs that started at this time or later; NULL for no limit.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only runs that started before this time; NULL for no limit.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only runs of which something is not in the warehouse; false by default.</summary>
    public bool Failed { get; init; }

    /// <summary>How many of the wanted runs, from the latest on, 1 or more; NULL for all.</summary>
    public int? Last { get; init; }
}
