-- The books in one line: every transaction is an income or an expense, and some are legs of transfers.
-- Run by DuckDbWarehouse for Get-ContabyxBalance, one after the other, so that each join has the memory for itself.

-- name: transactions
SELECT
    CAST(CAST(min(t.occurred_at) AS DATE) AS VARCHAR),
    CAST(CAST(max(t.occurred_at) AS DATE) AS VARCHAR),
    count(*),
    CAST(coalesce(sum(t.amount) FILTER (WHERE k.direction = 'income'), 0) AS VARCHAR),
    CAST(coalesce(sum(t.amount) FILTER (WHERE k.direction = 'expense'), 0) AS VARCHAR)
FROM "Transactions" t
JOIN "TransactionTypes" k USING (transaction_type_id)

-- name: transfers-in
SELECT CAST(coalesce(sum(t.amount), 0) AS VARCHAR) FROM "Transfers" f
JOIN "Transactions" t ON t.transaction_id = f.income_transaction_id

-- name: transfers-out
SELECT CAST(coalesce(sum(t.amount), 0) AS VARCHAR) FROM "Transfers" f
JOIN "Transactions" t ON t.transaction_id = f.expense_transaction_id

-- name: fees
SELECT CAST(coalesce(sum(fee), 0) AS VARCHAR) FROM "Tax"
