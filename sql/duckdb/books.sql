-- The embedded source's own bookkeeping of batches, beside the eight tables of the books.
-- Run by DuckDbBooksLedger: "create" when the tables are created, the others in the transaction that writes a batch.

-- name: create-state
CREATE TABLE IF NOT EXISTS contabyx_books (
    data_version INTEGER NOT NULL,
    seed BIGINT NOT NULL,
    start_day DATE NOT NULL,
    rounds_per_day INTEGER NOT NULL,
    days INTEGER NOT NULL
)

-- name: create-batches
CREATE TABLE IF NOT EXISTS contabyx_batches (
    batch_id VARCHAR NOT NULL,
    batch JSON NOT NULL,
    written_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP
)

-- name: has-state
SELECT count(*) FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name = 'main' AND table_name = 'contabyx_books'

-- name: names
SELECT table_name FROM information_schema.tables WHERE table_catalog = current_database() ORDER BY table_name

-- name: read-state
SELECT data_version, seed, CAST(start_day AS VARCHAR), rounds_per_day, days FROM contabyx_books

-- name: delete-state
DELETE FROM contabyx_books

-- name: insert-state
INSERT INTO contabyx_books VALUES ({data_version}, {seed}, CAST({start_day} AS DATE), {rounds_per_day}, {days})

-- name: insert-batch
INSERT INTO contabyx_batches VALUES ({batch_id}, {batch}, CAST({written_at} AS TIMESTAMP), NULL)

-- name: read-unconfirmed
SELECT CAST(batch AS VARCHAR) FROM contabyx_batches WHERE confirmed_at IS NULL ORDER BY written_at, batch_id

-- name: confirm
UPDATE contabyx_batches SET confirmed_at = CAST({confirmed_at} AS TIMESTAMP)
WHERE confirmed_at IS NULL AND batch_id IN ({batch_ids})

-- name: count-range
SELECT count(*) FROM {table} WHERE {key} BETWEEN {first} AND {last}
