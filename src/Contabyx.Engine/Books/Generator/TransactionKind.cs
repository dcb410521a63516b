namespace Contabyx.Engine.Books.Generator;

/// <summary>One of the 19 kinds of transaction, and the tax on it. Part of the data version.</summary>
/// <param name="Id">Its id, from 1; also the id of its tax.</param>
/// <param name="Direction"><c>income</c> or <c>expense</c>.</param>
/// <param name="Name">Its name; an income and an expense may share one.</param>
/// <param name="Rate">The tax rate in ten-thousandths: 10 (0.1 %) to 1,000 (10 %).</param>
internal sealed record TransactionKind(int Id, string Direction, string Name, int Rate)
{
    /// <summary>Kinds of income; their ids are 1 to this.</summary>
    public const int Incomes = 10;

    /// <summary>Kinds of expense; their ids follow those of the incomes.</summary>
    public const int Expenses = 9;

    /// <summary>All kinds, ordered by id.</summary>
    public static IReadOnlyList<TransactionKind> All { get; } =
    [
        new(1, "income", "wages", 750),
        new(2, "income", "deposit", 10),
        new(3, "income", "allowance", 150),
        new(4, "income", "interest", 1_000),
        new(5, "income", "benefits", 215),
        new(6, "income", "sales", 365),
        new(7, "income", "operating", 480),
        new(8, "income", "exceptional", 925),
        new(9, "income", "services", 500),
        new(10, "income", "royalties", 988),
        new(11, "expense", "personal", 38),
        new(12, "expense", "bills", 110),
        new(13, "expense", "deposit", 12),
        new(14, "expense", "application", 135),
        new(15, "expense", "leasing", 265),
        new(16, "expense", "wages", 800),
        new(17, "expense", "exceptional", 638),
        new(18, "expense", "contract", 175),
        new(19, "expense", "purchases", 443),
    ];

    /// <summary>The id of the income of the same name, or else of the deposit: the other leg of a transfer.</summary>
    public int IncomeOfTransfer => (FindIncome(Name) ?? FindIncome("deposit")!).Id;

    private static TransactionKind? FindIncome(string name) =>
        All.FirstOrDefault(kind => kind.Direction == "income" && kind.Name == name);
}
