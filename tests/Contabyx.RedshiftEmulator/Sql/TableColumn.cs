namespace Contabyx.RedshiftEmulator;

/// <summary>A column that is named by its table.</summary>
/// <param name="Table">The table's name or alias.</param>
internal sealed record TableColumn(string Table)
{
    /// <summary>It is compared with other operators than = and &lt;&gt;.</summary>
    public bool IsUnequal { get; set; }
}
