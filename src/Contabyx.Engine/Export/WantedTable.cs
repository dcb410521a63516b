namespace Contabyx.Engine.Export;

/// <summary>A selection whose table was found.</summary>
/// <param name="Table">What is sent of it.</param>
/// <param name="Selection">What is wanted, with the names of the table as it is sent.</param>
internal sealed record WantedTable(TableSchema Table, TableSelection Selection)
{
    /// <summary>The years that are left out, because the warehouse's archive has them; NULL for none.</summary>
    public IReadOnlyList<int>? YearsLeftOut { get; init; }
}
