namespace Contabyx.Engine.Books.Generator;

/// <summary>
/// The movements of a round: their kinds and amounts, which both transactions and taxes need, and the clients they
/// are.
/// </summary>
internal sealed class Movements(BooksState books)
{
    /// <summary>The smallest amount, in cents: 500.00.</summary>
    public const long SmallestAmount = 500_00;

    /// <summary>The largest amount, in cents: 50,000.00.</summary>
    public const long LargestAmount = 50_000_00;

    private readonly byte[] _incomesOfTransfers =
        [.. TransactionKind.All.Select(kind => (byte)kind.IncomeOfTransfer)];

    private readonly CounterRandom _incomeClient = books.Open(RandomStream.IncomeClient);
    private readonly CounterRandom _incomeKind = books.Open(RandomStream.IncomeKind);
    private readonly CounterRandom _incomeAmount = books.Open(RandomStream.IncomeAmount);
    private readonly CounterRandom _expenseClient = books.Open(RandomStream.ExpenseClient);
    private readonly CounterRandom _expenseKind = books.Open(RandomStream.ExpenseKind);
    private readonly CounterRandom _expenseAmount = books.Open(RandomStream.ExpenseAmount);
    private readonly CounterRandom _payer = books.Open(RandomStream.TransferPayer);
    private readonly CounterRandom _payee = books.Open(RandomStream.TransferPayee);
    private readonly CounterRandom _transferKind = books.Open(RandomStream.TransferKind);
    private readonly CounterRandom _transferAmount = books.Open(RandomStream.TransferAmount);

    /// <summary>The client who receives the income, given the number of clients.</summary>
    public long IncomeClient(long round, long clients) => 1 + _incomeClient.Below(round, clients);

    public long IncomeKind(long round) => 1 + _incomeKind.Below(round, TransactionKind.Incomes);

    /// <summary>The amount of the income, in cents.</summary>
    public long IncomeAmount(long round) => Amount(_incomeAmount, round);

    /// <summary>The client who has the expense, given the number of clients.</summary>
    public long ExpenseClient(long round, long clients) => 1 + _expenseClient.Below(round, clients);

    public long ExpenseKind(long round) => Expense(_expenseKind, round);

    /// <summary>The amount of the expense, in cents.</summary>
    public long ExpenseAmount(long round) => Amount(_expenseAmount, round);

    /// <summary>The client who pays in the transfer, given the number of clients.</summary>
    public long Payer(long round, long clients) => 1 + _payer.Below(round, clients);

    /// <summary>Who is paid in the transfer: any client but the payer, with equal chances.</summary>
    public long Payee(long round, long clients, long payer)
    {
        var payee = 1 + _payee.Below(round, clients - 1);
        return payee + (payee >= payer ? 1 : 0);
    }

    public long TransferExpenseKind(long round) => Expense(_transferKind, round);

    /// <summary>The kind of the transfer's income, which follows from that of its expense.</summary>
    public long TransferIncomeKind(long expenseKind) => _incomesOfTransfers[expenseKind - 1];

    /// <summary>The amount of the transfer, in cents.</summary>
    public long TransferAmount(long round) => Amount(_transferAmount, round);

    private static long Expense(CounterRandom random, long round) =>
        TransactionKind.Incomes + 1 + random.Below(round, TransactionKind.Expenses);

    private static long Amount(CounterRandom random, long round) =>
        SmallestAmount + random.SmallBelow(round, LargestAmount - SmallestAmount + 1);
}
