-- The load of a table into Amazon Redshift.
-- Run by RedshiftLoadTransaction. The files are first copied into a temporary table, outside any transaction, so that
-- tables load in parallel. Then, between BEGIN and COMMIT, the history is locked and everything else happens.

-- name: create-history
CREATE TABLE IF NOT EXISTS {history} (
    run_id VARCHAR(64) NOT NULL,
    table_name VARCHAR(256) NOT NULL,
    load_mode VARCHAR(16) NOT NULL,
    content_hash VARCHAR(64) NOT NULL,
    row_count BIGINT NOT NULL,
    byte_count BIGINT NOT NULL,
    file_count INTEGER NOT NULL,
    first_key BIGINT,
    last_key BIGINT,
    proof VARCHAR(16) NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    watermark_column VARCHAR(256),
    watermark VARCHAR(256)
)

-- name: add-watermark
-- Redshift adds one column at a time.
ALTER TABLE {history} ADD COLUMN {column} VARCHAR(256)

-- name: lock-history
LOCK {history}

-- name: find-earlier
-- The loads of this run, and all loads since the last one of the same content: EarlierLoad decides which of them still
-- counts. Redshift refuses many correlated subqueries ("Correlated subqueries"), so this has none.
SELECT h.run_id, h.table_name, h.load_mode, h.content_hash, h.row_count, h.byte_count, h.file_count,
    h.first_key, h.last_key, h.proof, to_char(h.loaded_at, 'YYYY-MM-DD HH24:MI:SS.US')
FROM {history} h CROSS JOIN (
    SELECT max(loaded_at) AS newest FROM {history}
    WHERE lower(table_name) = lower({table}) AND content_hash = {hash} AND load_mode = {mode}) same
WHERE lower(h.table_name) = lower({table}) AND (h.run_id = {run} OR ({repeats} AND h.loaded_at >= same.newest))
ORDER BY h.loaded_at DESC

-- name: newer-run
-- A later run that may have touched the same keys: older rows must not overwrite its rows. A run that was committed before
-- this one began is not later, whatever its name says: a clock was ahead. Rows that a run no later than this one has replaced
-- since then are gone, so they do not count.
SELECT max(run_id) FROM {history}
WHERE lower(table_name) = lower({table}) AND run_id > {run} AND loaded_at > CAST({begun} AS TIMESTAMP)
  AND loaded_at > (SELECT coalesce(max(loaded_at), CAST('1970-01-01' AS TIMESTAMP)) FROM {history}
    WHERE lower(table_name) = lower({table}) AND load_mode = 'Replace' AND run_id <= {run})
  AND ({replaces} OR load_mode IN ('Replace', 'Differences') OR coalesce(first_key <= {last} AND last_key >= {first}, true))

-- name: history
SELECT h.run_id, h.table_name, h.load_mode, h.content_hash, h.row_count, h.byte_count, h.file_count,
    h.first_key, h.last_key, h.proof, to_char(h.loaded_at, 'YYYY-MM-DD HH24:MI:SS.US')
FROM {history} h WHERE {filter} ORDER BY h.loaded_at DESC, h.table_name

-- name: watermarks
SELECT h.run_id, h.table_name, h.load_mode, h.content_hash, h.row_count, h.byte_count, h.file_count,
    h.first_key, h.last_key, h.proof, to_char(h.loaded_at, 'YYYY-MM-DD HH24:MI:SS.US'), h.watermark_column, h.watermark
FROM {history} h
WHERE lower(h.table_name) = lower({table}) AND (h.watermark IS NOT NULL OR h.load_mode IN ('Replace', 'Differences'))
ORDER BY h.loaded_at DESC LIMIT {limit}

-- name: drop-old-stage
DROP TABLE IF EXISTS {stage}

-- name: create-stage
CREATE TEMP TABLE {stage} ({columns})

-- name: copy
COPY {stage} ({columns})
FROM {manifest}
{options}

-- name: session-id
-- The number of this session in the system views. What the server says at the login need not be the same on Serverless.
SELECT pg_backend_pid()

-- name: last-copy-count
SELECT pg_last_copy_count()

-- name: load-errors
-- SYS_LOAD_ERROR_DETAIL exists on provisioned clusters and on Serverless. It holds no raw values. Only the last COPY of the
-- session is wanted: the view keeps several days, and process numbers of sessions are reused.
SELECT trim(file_name), line_number, trim(column_name), trim(column_type), trim(column_length), position,
    error_code, trim(error_message)
FROM sys_load_error_detail
WHERE query_id = (SELECT max(query_id) FROM sys_load_error_detail WHERE session_id = {session})
ORDER BY file_name, line_number LIMIT {limit}

-- name: totals
SELECT {figures} FROM {from} {where}

-- name: in-range
WHERE {key} BETWEEN {first} AND {last}

-- name: buckets
SELECT {bucket} AS bucket, count(*), CAST(sum({fingerprint}) AS VARCHAR) FROM {table} {where} GROUP BY 1

-- name: span
SELECT count(*), {first}, {last} FROM {table} {where}

-- name: rows
SELECT {values} FROM {table} WHERE {bucket} IN ({wanted})

-- name: overlap
SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {key} BETWEEN {first} AND {last} LIMIT 1) some_rows

-- name: any-row
SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT 1) some_rows

-- name: merge-delete
-- The target of DELETE cannot have an alias.
DELETE FROM {table} USING {stage} WHERE {match}

-- name: bucket-delete
DELETE FROM {table} WHERE {rows}

-- name: bucket-mark
-- The rows that came again were deleted before: what is left there is no longer in the source.
UPDATE {table} SET {column} = CAST({time} AS TIMESTAMP) WHERE {column} IS NULL AND ({rows})

-- name: watermark
SELECT {value} FROM (
    SELECT max({column}) AS {column} FROM {table} WHERE {column} <= CAST({most} AS {type})) newest

-- name: count-matches
SELECT count(*) FROM {table} WHERE EXISTS (SELECT 1 FROM {stage} WHERE {match})

-- name: replace-delete
-- Never TRUNCATE: it commits at once.
DELETE FROM {table}

-- name: insert
INSERT INTO {table} ({columns}) SELECT {values} FROM {stage}

-- name: drop-stage
DROP TABLE {stage}

-- name: record
-- The time comes from the server. SYSDATE is when the transaction began, which may be before it waited for the lock. So the
-- time is moved behind that of every existing load.
INSERT INTO {history} (run_id, table_name, load_mode, content_hash, row_count, byte_count, file_count, first_key, last_key, proof,
    loaded_at{watermark_columns})
SELECT CAST({run} AS VARCHAR(64)), CAST({table} AS VARCHAR(256)), CAST({mode} AS VARCHAR(16)),
    CAST({hash} AS VARCHAR(64)), CAST({rows} AS BIGINT), CAST({bytes} AS BIGINT), CAST({files} AS INTEGER),
    CAST({first_key} AS BIGINT), CAST({last_key} AS BIGINT), CAST({proof} AS VARCHAR(16)),
    CASE WHEN max(loaded_at) >= sysdate THEN dateadd(microsecond, 1, max(loaded_at)) ELSE sysdate END{watermark}
FROM {history}
