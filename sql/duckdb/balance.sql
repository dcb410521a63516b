-- The books in one line: every transaction is an income or an expense, and some are legs of transfers.
-- Run by DuckDbWarehouse for Get-ContabyxBalance.

-- name: balance
SELECT
    CAST(CAST(min(t.occurred_at) AS DATE) AS VARCHAR),
    CAST(CAST(max(t.occurred_at) AS DATE) AS VARCHAR),
    count(*),
    CAST(coalesce(sum(t.amount) FILTER (WHERE k.direction = 'income'), 0) AS VARCHAR),
    CAST(coalesce(sum(t.amount) FILTER (WHERE k.direction = 'expense'), 0) AS VARCHAR),
    CAST((SELECT coalesce(sum(i.amount), 0) FROM "Transfers" f
          JOIN "Transactions" i ON i.transaction_id = f.income_transaction_id) AS VARCHAR),
    CAST((SELECT coalesce(sum(e.amount), 0) FROM "Transfers" f
          JOIN "Transactions" e ON e.transaction_id = f.expense_transaction_id) AS VARCHAR),
    CAST((SELECT coalesce(sum(fee), 0) FROM "Tax") AS VARCHAR)
FROM "Transactions" t
JOIN "TransactionTypes" k USING (transaction_type_id)
