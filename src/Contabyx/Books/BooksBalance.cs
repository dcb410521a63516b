namespace Contabyx;

/// <summary>The books in one line. All amounts are exact, in the books' currency.</summary>
/// <param name="FirstDay">The day of the first transaction; NULL when there is none.</param>
/// <param name="LastDay">The day of the last transaction; NULL when there is none.</param>
/// <param name="Transactions">How many transactions there are.</param>
/// <param name="Income">Incomes that are not part of a transfer.</param>
/// <param name="Expenses">Expenses that are not part of a transfer.</param>
/// <param name="TransferIn">Income legs of transfers.</param>
/// <param name="TransferOut">Expense legs of transfers.</param>
/// <param name="Fees">Taxes on all transactions.</param>
public sealed record BooksBalance(
    DateOnly? FirstDay,
    DateOnly? LastDay,
    long Transactions,
    decimal Income,
    decimal Expenses,
    decimal TransferIn,
    decimal TransferOut,
    decimal Fees)
{
    /// <summary>The address of the source or warehouse that the books were read in.</summary>
    public string? ReadFrom { get; init; }

    /// <summary>The sum of all transfer legs: 0.00 in correct books.</summary>
    public decimal TransferNet => TransferIn - TransferOut;

    /// <summary>What all clients have together: incomes minus expenses minus taxes.</summary>
    public decimal Balance => Income - Expenses + TransferNet - Fees;
}
