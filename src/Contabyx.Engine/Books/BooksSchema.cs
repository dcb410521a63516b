namespace Contabyx.Engine.Books;

/// <summary>The eight tables of the books. The key of each is its first column.</summary>
internal static class BooksSchema
{
    /// <summary>The kinds of document that clients have.</summary>
    public static TableSchema DocumentTypes { get; } = Table(
        "DocumentTypes",
        Column("document_type_id", ColumnKind.Int16),
        Text("name", 10),
        Text("description", 80));

    /// <summary>The kinds of transaction, each an <c>income</c> or an <c>expense</c>.</summary>
    public static TableSchema TransactionTypes { get; } = Table(
        "TransactionTypes",
        Column("transaction_type_id", ColumnKind.Int16),
        Text("direction", 10),
        Text("name", 40));

    /// <summary>The tax on each kind of transaction.</summary>
    public static TableSchema TaxType { get; } = Table(
        "TaxType",
        Column("tax_type_id", ColumnKind.Int16),
        Column("transaction_type_id", ColumnKind.Int16),
        Text("name", 60),
        new ColumnSchema("rate", ColumnType.Decimal(6, 4)));

    /// <summary>Clients, <c>natural</c> persons and <c>legal</c> ones; only the latter have a trade name.</summary>
    public static TableSchema Clients { get; } = Table(
        "Clients",
        Column("client_id", ColumnKind.Int32),
        Text("kind", 10),
        Text("name", 160),
        Text("trade_name", 160) with { Nullable = true },
        Column("created_at", ColumnKind.Timestamp));

    /// <summary>One document for each client, with the client's id.</summary>
    public static TableSchema Documents { get; } = Table(
        "Documents",
        Column("document_id", ColumnKind.Int32),
        Column("client_id", ColumnKind.Int32),
        Column("document_type_id", ColumnKind.Int16),
        Text("number", 14),
        Column("issued_on", ColumnKind.Date));

    /// <summary>Incomes and expenses. Amounts are positive; the type gives the direction.</summary>
    public static TableSchema Transactions { get; } = Table(
        "Transactions",
        Column("transaction_id", ColumnKind.Int64),
        Column("client_id", ColumnKind.Int32),
        Column("transaction_type_id", ColumnKind.Int16),
        Money("amount"),
        Column("occurred_at", ColumnKind.Timestamp));

    /// <summary>The tax on each transaction, with the transaction's id.</summary>
    public static TableSchema Tax { get; } = Table(
        "Tax",
        Column("tax_id", ColumnKind.Int64),
        Column("transaction_id", ColumnKind.Int64),
        Column("tax_type_id", ColumnKind.Int16),
        Money("fee"));

    /// <summary>Which expense of one client and which income of another make a transfer.</summary>
    public static TableSchema Transfers { get; } = Table(
        "Transfers",
        Column("transfer_id", ColumnKind.Int64),
        Column("expense_transaction_id", ColumnKind.Int64),
        Column("income_transaction_id", ColumnKind.Int64));

    /// <summary>All tables in the order in which they are written: what a row refers to is written before it.</summary>
    public static IReadOnlyList<TableSchema> Tables { get; } =
        [DocumentTypes, TransactionTypes, TaxType, Clients, Documents, Transactions, Tax, Transfers];

    /// <summary>
    /// The transactions again, as a legacy system would dump them: all text, some of it with faults. Created only if
    /// faults were asked for.
    /// </summary>
    public static TableSchema LegacyEntries { get; } = Table(
        "LegacyEntries",
        Column("entry_id", ColumnKind.Int64),
        Text("reference", 40),
        Text("description", 400),
        Text("entered_on", 40),
        Text("amount", 40));

    /// <summary>The tables of a batch with or without faults, in the order in which they are written.</summary>
    /// <param name="faults">The faults; NULL for none.</param>
    public static IReadOnlyList<TableSchema> TablesWith(FaultPlan? faults) => faults is null ? Tables : [.. Tables, LegacyEntries];

    private static TableSchema Table(string name, params ColumnSchema[] columns) =>
        new(name, columns, [columns[0].Name]);

    private static ColumnSchema Column(string name, ColumnKind kind) => new(name, ColumnType.Of(kind));

    private static ColumnSchema Text(string name, int bytes) => new(name, ColumnType.Text(bytes));

    private static ColumnSchema Money(string name) => new(name, ColumnType.Decimal(18, 2));
}
