-- The books in one line: every transaction is an income or an expense, and some are legs of transfers.
-- Run by RedshiftWarehouse for Get-ContabyxBalance.

-- name: transactions
SELECT
    to_char(min(t.occurred_at), 'YYYY-MM-DD'),
    to_char(max(t.occurred_at), 'YYYY-MM-DD'),
    count(*),
    CAST(coalesce(sum(CASE WHEN k.direction = 'income' THEN t.amount END), 0) AS VARCHAR),
    CAST(coalesce(sum(CASE WHEN k.direction = 'expense' THEN t.amount END), 0) AS VARCHAR)
FROM {transactions} t
JOIN {types} k ON k.transaction_type_id = t.transaction_type_id

-- name: transfers
SELECT
    CAST(coalesce(sum(i.amount), 0) AS VARCHAR),
    CAST(coalesce(sum(e.amount), 0) AS VARCHAR)
FROM {transfers} f
JOIN {transactions} i ON i.transaction_id = f.income_transaction_id
JOIN {transactions} e ON e.transaction_id = f.expense_transaction_id

-- name: fees
SELECT CAST(coalesce(sum(fee), 0) AS VARCHAR) FROM {tax}
