namespace Contabyx;

/// <summary>What a transaction does to its client's balance, and whether another client has the other end.</summary>
public enum MovementKind
{
    /// <summary>Money that comes in from outside.</summary>
    Income,

    /// <summary>Money that goes out.</summary>
    Expense,

    /// <summary>The income leg of a transfer between clients.</summary>
    TransferIn,

    /// <summary>The expense leg of a transfer between clients.</summary>
    TransferOut,
}
