namespace Contabyx.RedshiftEmulator;

/// <summary>A statement that is ready to run.</summary>
internal sealed class Portal(Plan plan)
{
    public Plan Plan { get; } = plan;

    /// <summary>Its columns, when it has been described; NULL: it has none, too.</summary>
    public ResultColumns? Columns { get; private set; }

    /// <summary>Clients need not ask for a description.</summary>
    public bool IsDescribed { get; private set; }

    /// <summary>Its first rows are sent already.</summary>
    public bool Started { get; set; }

    public void Describe(ResultColumns? columns) => (Columns, IsDescribed) = (columns, true);
}
