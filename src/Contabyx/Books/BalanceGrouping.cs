namespace Contabyx;

/// <summary>By what the books are added up.</summary>
public enum BalanceGrouping
{
    Client,

    Day,

    Month,

    /// <summary>By type of transaction.</summary>
    Type,
}
