namespace Contabyx;

/// <summary>By what the books are added up.</summary>
public enum BalanceGrouping
{
    /// <summary>By client.</summary>
    Client,

    /// <summary>By day.</summary>
    Day,

    /// <summary>By month.</summary>
    Month,

    /// <summary>By type of transaction.</summary>
    Type,
}
