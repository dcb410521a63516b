namespace Contabyx;

/// <summary>How the books are grouped and added up.</summary>
public enum BalanceGrouping
{
    Client,

    Day,

    Month,

    /// <summary>By type of transaction.</summary>
    Type,
}
