namespace Contabyx.Engine.Books.Queries;

/// <summary>What is added up under one key.</summary>
internal sealed class BooksSum
{
    /// <summary>How many transactions.</summary>
    public required long Transactions { get; init; }

    /// <summary>All incomes, those of transfers included.</summary>
    public required decimal AllIncome { get; init; }

    /// <summary>All expenses, those of transfers included.</summary>
    public required decimal AllExpenses { get; init; }

    /// <summary>The day of the first transaction.</summary>
    public required DateOnly FirstDay { get; init; }

    /// <summary>The day of the last transaction.</summary>
    public required DateOnly LastDay { get; init; }

    /// <summary>Income legs of transfers.</summary>
    public decimal TransferIn { get; set; }

    /// <summary>Expense legs of transfers.</summary>
    public decimal TransferOut { get; set; }

    /// <summary>Taxes.</summary>
    public decimal Fees { get; set; }

    /// <summary>Incomes that are not part of a transfer.</summary>
    public decimal Income => AllIncome - TransferIn;

    /// <summary>Expenses that are not part of a transfer.</summary>
    public decimal Expenses => AllExpenses - TransferOut;
}
