namespace Contabyx;

/// <summary>One transaction of the books, with names. Read by <c>Get-ContabyxTransaction</c>.</summary>
/// <param name="OccurredAt">When it happened, in the books' local time.</param>
/// <param name="Client">The client's name.</param>
/// <param name="Kind">What it does to the client's balance.</param>
/// <param name="Type">The name of its type, such as <c>wages</c>.</param>
/// <param name="Amount">The amount, exact and positive, in the books' currency.</param>
/// <param name="Fee">The tax on it.</param>
/// <param name="TransferId">The transfer that it is a leg of; NULL for none.</param>
public sealed record ContabyxTransaction(
    long Id,
    DateTime OccurredAt,
    int ClientId,
    string Client,
    MovementKind Kind,
    string Type,
    decimal Amount,
    decimal Fee,
    long? TransferId)
{
    /// <summary>What it adds to the client's balance: the amount with its sign, minus the tax.</summary>
    public decimal Net => (Kind is MovementKind.Income or MovementKind.TransferIn ? Amount : -Amount) - Fee;
}
