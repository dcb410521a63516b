namespace Contabyx.Engine.Books.Generator;

/// <summary>The kinds of random choice. Their numbers are part of the data version.</summary>
internal enum RandomStream
{
    /// <summary>Whose income it is.</summary>
    IncomeClient = 1,

    IncomeKind = 2,

    IncomeAmount = 3,

    /// <summary>Whose expense it is.</summary>
    ExpenseClient = 4,

    ExpenseKind = 5,

    ExpenseAmount = 6,

    /// <summary>Who pays in a transfer.</summary>
    TransferPayer = 7,

    /// <summary>Who is paid in a transfer.</summary>
    TransferPayee = 8,

    /// <summary>The kind of a transfer's expense.</summary>
    TransferKind = 9,

    TransferAmount = 10,

    ClientName = 11,

    /// <summary>Where the numbers of documents begin.</summary>
    DocumentNumber = 12,

    /// <summary>Establishments in alphanumeric CNPJs.</summary>
    Establishment = 13,

    /// <summary>Which legacy entries have a fault.</summary>
    FaultRow = 14,

    FaultKind = 15,
}
