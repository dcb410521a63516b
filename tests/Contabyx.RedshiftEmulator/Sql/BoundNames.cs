namespace Contabyx.RedshiftEmulator;

/// <summary>What PostgreSQL does not know of the names of a statement.</summary>
internal sealed class BoundNames
{
    public static readonly BoundNames None = new();

    /// <summary>PostgreSQL's query for a late-binding view or an external table.</summary>
    public Dictionary<(string? Schema, string Name), string> Sources { get; } = [];

    /// <summary>Columns of late-binding views, as JSON of SVV_COLUMNS; NULL: nobody asks.</summary>
    public string? LateColumns { get; set; }

    /// <summary>External schemas: <c>r_CREATE_EXTERNAL_SCHEMA</c>.</summary>
    public HashSet<string> ExternalSchemas { get; } = new(StringComparer.Ordinal);
}
