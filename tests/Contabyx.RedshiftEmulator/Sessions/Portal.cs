namespace Contabyx.RedshiftEmulator;

/// <summary>A statement that is ready to run.</summary>
internal sealed class Portal(Plan plan)
{
    public Plan Plan { get; } = plan;

    public ResultColumns? Columns { get; set; }

    /// <summary>Its first rows are sent already.</summary>
    public bool Started { get; set; }
}
