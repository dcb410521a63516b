-- Reads the books in any source or warehouse: DuckDB, MySQL and Amazon Redshift all accept these statements.
-- Run by BooksReader. Each statement joins at most two large tables, so it needs little memory.

-- name: movements
SELECT
    {key},
    CAST(count(*) AS {text}),
    CAST(coalesce(sum(CASE WHEN k.direction = 'income' THEN t.amount END), 0) AS {text}),
    CAST(coalesce(sum(CASE WHEN k.direction = 'expense' THEN t.amount END), 0) AS {text}),
    CAST(CAST(min(t.occurred_at) AS DATE) AS {text}),
    CAST(CAST(max(t.occurred_at) AS DATE) AS {text})
FROM {transactions} t
JOIN {types} k ON k.transaction_type_id = t.transaction_type_id
WHERE {filter}
GROUP BY 1

-- name: transfers-in
SELECT {key}, CAST(sum(t.amount) AS {text})
FROM {transfers} f
JOIN {transactions} t ON t.transaction_id = f.income_transaction_id
WHERE {filter}
GROUP BY 1

-- name: transfers-out
SELECT {key}, CAST(sum(t.amount) AS {text})
FROM {transfers} f
JOIN {transactions} t ON t.transaction_id = f.expense_transaction_id
WHERE {filter}
GROUP BY 1

-- name: fees
SELECT {key}, CAST(sum(x.fee) AS {text})
FROM {tax} x
JOIN {transactions} t ON t.transaction_id = x.transaction_id
WHERE {filter}
GROUP BY 1

-- name: types
SELECT CAST(transaction_type_id AS {text}), direction, name FROM {types}

-- name: clients
SELECT CAST(client_id AS {text}), name FROM {clients} WHERE client_id IN ({ids})

-- name: first-clients
SELECT CAST(client_id AS {text}), name FROM {clients} ORDER BY client_id LIMIT {limit}

-- name: days
SELECT CAST(CAST(min(occurred_at) AS DATE) AS {text}), CAST(CAST(max(occurred_at) AS DATE) AS {text}) FROM {transactions}

-- name: transactions
SELECT
    CAST(t.transaction_id AS {text}),
    CAST(t.occurred_at AS {text}),
    CAST(t.client_id AS {text}),
    CAST(t.transaction_type_id AS {text}),
    CAST(t.amount AS {text})
FROM {transactions} t
WHERE t.transaction_id > {after} AND {filter}
ORDER BY t.transaction_id
LIMIT {limit}

-- name: fees-of
SELECT CAST(transaction_id AS {text}), CAST(fee AS {text}) FROM {tax} WHERE transaction_id IN ({ids})

-- name: transfers-into
SELECT CAST(income_transaction_id AS {text}), CAST(transfer_id AS {text}) FROM {transfers}
WHERE income_transaction_id IN ({ids})

-- name: transfers-out-of
SELECT CAST(expense_transaction_id AS {text}), CAST(transfer_id AS {text}) FROM {transfers}
WHERE expense_transaction_id IN ({ids})
