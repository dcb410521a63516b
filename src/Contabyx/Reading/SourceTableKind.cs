namespace Contabyx;

/// <summary>What a source keeps under a name.</summary>
public enum SourceTableKind
{
    /// <summary>A table.</summary>
    Table,

    /// <summary>A view.</summary>
    View,
}
