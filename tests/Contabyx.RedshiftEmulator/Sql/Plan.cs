namespace Contabyx.RedshiftEmulator;

/// <summary>How a statement is run.</summary>
internal enum PlanKind
{
    Forward,
    Copy,
    Unload,
    Truncate,
    Commit,
    Nothing,
}

/// <summary>What the PostgreSQL server is asked to do for one statement.</summary>
internal sealed record Plan
{
    public PlanKind Kind { get; init; }

    /// <summary>The statement as the client wrote it, with secrets.</summary>
    public string Original { get; init; } = "";

    /// <summary>The statement for PostgreSQL; its result is the client's.</summary>
    public string Sql { get; init; } = "";

    /// <summary>Statements that go before it.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Statements that follow it.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>The command tag; NULL: PostgreSQL's.</summary>
    public string? Tag { get; init; }

    /// <summary>What may not be within BEGIN and COMMIT; NULL: it may.</summary>
    public string? OnlyAlone { get; init; }

    /// <summary>Names that Redshift may take for an item of the same list; PostgreSQL does not.</summary>
    public IReadOnlyCollection<string> Reused { get; init; } = [];

    public CopyCommand? Copy { get; init; }

    public UnloadCommand? Unload { get; init; }

    /// <summary>A role that must be attached to the cluster; NULL: none is asked.</summary>
    public string? Role { get; init; }

    /// <summary>The tables and views that it names.</summary>
    public IReadOnlyList<NamedTable> Tables { get; init; } = [];

    /// <summary>A late-binding view that may replace another; NULL: it is none.</summary>
    public LateView? Replacement { get; init; }

    /// <summary>A late-binding view or an external schema that comes to be; NULL: none.</summary>
    public NamedTable? NewName { get; init; }

    /// <summary>The new value of <c>enable_case_sensitive_identifier</c>; NULL: as it was.</summary>
    public bool? CaseSensitive { get; init; }
}
