-- The load transaction of the embedded warehouse: the counterpart of COPY, the proof and the merge on Amazon Redshift.
-- Run by DuckDbLoadTransaction, per table, between BEGIN and COMMIT, in this order.

-- name: create-history
CREATE TABLE IF NOT EXISTS {history} (
    run_id VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    load_mode VARCHAR NOT NULL,
    content_hash VARCHAR NOT NULL,
    row_count BIGINT NOT NULL,
    byte_count BIGINT NOT NULL,
    file_count INTEGER NOT NULL,
    first_key BIGINT,
    last_key BIGINT,
    proof VARCHAR NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    watermark_column VARCHAR,
    watermark VARCHAR
)

-- name: add-watermark
ALTER TABLE {history} ADD COLUMN IF NOT EXISTS {column} VARCHAR

-- name: find-earlier
-- The loads of this run, and all loads since the last one of the same content: EarlierLoad decides which of them still
-- counts. The order is that of the commits (rowid), because the clock of this machine may have been wrong.
SELECT h.run_id, h.table_name, h.load_mode, h.content_hash, h.row_count, h.byte_count, h.file_count,
    h.first_key, h.last_key, h.proof, strftime(h.loaded_at, '%Y-%m-%d %H:%M:%S.%f')
FROM {history} h CROSS JOIN (
    SELECT max(rowid) AS newest FROM {history}
    WHERE lower(table_name) = lower({table}) AND content_hash = {hash} AND load_mode = {mode}) same
WHERE lower(h.table_name) = lower({table}) AND (h.run_id = {run} OR ({repeats} AND h.rowid >= same.newest))
ORDER BY h.rowid DESC

-- name: newer-run
-- A later run that may have touched the same keys: older rows must not overwrite its rows. A run that was committed before
-- this one began is not later, whatever its name says: a clock was ahead. Rows that a run no later than this one has replaced
-- since then are gone, so they do not count.
SELECT max(run_id) FROM {history}
WHERE lower(table_name) = lower({table}) AND run_id > {run} AND loaded_at > CAST({begun} AS TIMESTAMP)
  AND rowid > (SELECT coalesce(max(rowid), -1) FROM {history}
    WHERE lower(table_name) = lower({table}) AND load_mode = 'Replace' AND run_id <= {run})
  AND ({replaces} OR load_mode IN ('Replace', 'Differences') OR coalesce(first_key <= {last} AND last_key >= {first}, true))

-- name: history
SELECT h.run_id, h.table_name, h.load_mode, h.content_hash, h.row_count, h.byte_count, h.file_count,
    h.first_key, h.last_key, h.proof, strftime(h.loaded_at, '%Y-%m-%d %H:%M:%S.%f')
FROM {history} h WHERE {filter} ORDER BY h.loaded_at DESC, h.table_name

-- name: watermarks
SELECT h.run_id, h.table_name, h.load_mode, h.content_hash, h.row_count, h.byte_count, h.file_count,
    h.first_key, h.last_key, h.proof, strftime(h.loaded_at, '%Y-%m-%d %H:%M:%S.%f'), h.watermark_column, h.watermark
FROM {history} h
WHERE lower(h.table_name) = lower({table}) AND (h.watermark IS NOT NULL OR h.load_mode IN ('Replace', 'Differences'))
ORDER BY h.rowid DESC LIMIT {limit}

-- name: create-stage
CREATE TEMP TABLE {stage} ({columns})

-- name: copy-csv
INSERT INTO {stage} SELECT {expressions} FROM read_csv({files}, columns = {types}, auto_detect = false,
    header = false, skip = {header_lines}, delim = ',', quote = '"', escape = '"', nullstr = {null_marker},
    allow_quoted_nulls = false, compression = {compression}, max_line_size = {line_bytes}, buffer_size = {buffer_bytes}{rejects})

-- name: rejects
, store_rejects = true, rejects_limit = {limit}

-- name: load-errors
SELECT s.file_path, e.line, any_value(e.column_name), CAST(any_value(e.error_type) AS VARCHAR), any_value(e.error_message)
FROM reject_errors e JOIN reject_scans s ON s.scan_id = e.scan_id AND s.file_id = e.file_id
WHERE e.scan_id = (SELECT max(scan_id) FROM reject_scans)
GROUP BY s.file_path, e.line ORDER BY s.file_path, e.line

-- name: copy-parquet
INSERT INTO {stage} SELECT {expressions} FROM read_parquet({files})

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
SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {key} BETWEEN {first} AND {last} LIMIT 1)

-- name: any-row
SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT 1)

-- name: merge-delete
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
DELETE FROM {table}

-- name: insert
INSERT INTO {table} ({columns}) SELECT {values} FROM {stage}

-- name: drop-stage
DROP TABLE {stage}

-- name: record
INSERT INTO {history} (run_id, table_name, load_mode, content_hash, row_count, byte_count, file_count, first_key, last_key, proof,
    loaded_at{watermark_columns})
VALUES (
    {run}, {table}, {mode}, {hash}, {rows}, {bytes}, {files}, {first_key}, {last_key}, {proof},
    CAST({loaded_at} AS TIMESTAMP){watermark})
