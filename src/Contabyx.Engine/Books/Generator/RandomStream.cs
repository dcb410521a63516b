namespace Contabyx.Engine.Books.Generator;

/// <summary>The kinds of random choice. Their numbers are part of the data version.</summary>
internal enum RandomStream
{
    /// <summary>Whose income it is.</summary>
    IncomeClient = 1,

    /// <summary>The income's kind.</summary>
    IncomeKind = 2,

    /// <summary>The income's amount.</summary>
    IncomeAmount = 3,

    /// <summary>Whose expense it is.</summary>
    ExpenseClient = 4,

    /// <summary>The expense's kind.</summary>
    ExpenseKind = 5,

    /// <summary>The expense's amount.</summary>
    ExpenseAmount = 6,

    /// <summary>Who pays in a transfer.</summary>
    TransferPayer = 7,

    /// <summary>Who is paid in a transfer.</summary>
    TransferPayee = 8,

    /// <summary>The kind of a transfer's expense.</summary>
    TransferKind = 9,

    /// <summary>The amount of a transfer.</summary>
    TransferAmount = 10,

    /// <summary>Clients' names.</summary>
    ClientName = 11,

    /// <summary>Where the numbers of documents begin.</summary>
    DocumentNumber = 12,

    /// <summary>Establishments in alphanumeric CNPJs.</summary>
    Establishment = 13,

    /// <summary>Which legacy entries have a fault.</summary>
    FaultRow = 14,

    /// <summary>Which fault that is.</summary>
    FaultKind = 15,
}
