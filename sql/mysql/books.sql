-- The two tables of Contabyx in a MySQL source, next to the eight tables of the books: they record the batches.
-- Run by MySqlBooks: "lock" and the statements that write, in the transaction that writes a batch. Values are parameters.

-- name: has-state
SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'contabyx_books'

-- name: names
SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME

-- name: lock
SELECT GET_LOCK(@name, @seconds)

-- name: unlock
SELECT RELEASE_ALL_LOCKS()

-- name: read-state
SELECT data_version, seed, start_day, rounds_per_day, days FROM contabyx_books WHERE id = 1

-- name: write-state
REPLACE INTO contabyx_books (id, data_version, seed, start_day, rounds_per_day, days)
VALUES (1, @data_version, @seed, @start_day, @rounds_per_day, @days)

-- name: insert-batch
INSERT INTO contabyx_batches (batch_id, batch, written_at) VALUES (@batch_id, @batch, UTC_TIMESTAMP(6))

-- name: read-unconfirmed
SELECT batch FROM contabyx_batches WHERE confirmed_at IS NULL ORDER BY written_at, batch_id

-- name: confirm
UPDATE contabyx_batches SET confirmed_at = UTC_TIMESTAMP(6) WHERE confirmed_at IS NULL AND batch_id = @batch_id

-- The transactions as a legacy system would export them, with deliberate faults.
-- name: create-legacy-entries
CREATE TABLE IF NOT EXISTS {database}.LegacyEntries (
    entry_id BIGINT NOT NULL,
    reference VARCHAR(40) NOT NULL,
    description VARCHAR(400) NOT NULL,
    entered_on VARCHAR(40) NOT NULL,
    amount VARCHAR(40) NOT NULL,
    PRIMARY KEY (entry_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
