-- Old years of a table of the embedded warehouse, kept as Parquet files in the bucket's folder.
-- Run by DuckDbArchive and DuckDbYearMove. The statements that change rows, the ledger and the view are in one transaction.

-- name: create-ledger
CREATE TABLE IF NOT EXISTS {ledger} (
    table_name VARCHAR NOT NULL,
    column_name VARCHAR NOT NULL,
    archive_year INTEGER NOT NULL,
    archive_id VARCHAR NOT NULL,
    location VARCHAR NOT NULL,
    external_schema VARCHAR NOT NULL,
    external_table VARCHAR NOT NULL,
    view_name VARCHAR NOT NULL,
    columns VARCHAR NOT NULL,
    row_count BIGINT NOT NULL,
    byte_count BIGINT NOT NULL,
    file_count INTEGER NOT NULL,
    fingerprint VARCHAR NOT NULL,
    archived_at TIMESTAMP NOT NULL
)

-- name: create-attempts
-- What this database began to write. Files of attempts that it does not know may be the archive of another one.
CREATE TABLE IF NOT EXISTS {attempts} (
    table_name VARCHAR NOT NULL,
    archive_year INTEGER NOT NULL,
    archive_id VARCHAR NOT NULL,
    begun_at TIMESTAMP NOT NULL
)

-- name: attempts
SELECT archive_id FROM {attempts}
WHERE lower(table_name) = lower({table}) AND archive_year = {year}
  AND archive_id NOT IN (SELECT archive_id FROM {ledger})
ORDER BY archive_id

-- name: begin-attempt
INSERT INTO {attempts} (table_name, archive_year, archive_id, begun_at)
VALUES ({table}, {year}, {id}, CAST({begun_at} AS TIMESTAMP))

-- name: end-attempt
DELETE FROM {attempts} WHERE archive_id = {id}

-- name: has-ledger
SELECT table_name FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name = 'main' AND NOT temporary AND table_name = {ledger_name}

-- name: has-view
-- Tables and views share their names. A view of the archive has a comment that says so.
SELECT 'a view' FROM duckdb_views()
WHERE database_name = current_database() AND schema_name = 'main' AND NOT temporary AND lower(view_name) = lower({view})
  AND NOT coalesce(starts_with(comment, {comment}), false)
UNION ALL
SELECT 'a table' FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name = 'main' AND NOT temporary AND lower(table_name) = lower({view})

-- name: is-view-current
SELECT view_name FROM duckdb_views()
WHERE database_name = current_database() AND schema_name = 'main' AND NOT temporary AND lower(view_name) = lower({view})
  AND comment = {comment}

-- name: ledger
SELECT table_name, column_name, archive_year, archive_id, location, external_schema, external_table, view_name, columns,
    row_count, byte_count, file_count, fingerprint, strftime(archived_at, '%Y-%m-%d %H:%M:%S.%f')
FROM {ledger} WHERE {filter} ORDER BY lower(table_name), archive_year

-- name: years
SELECT date_part('year', {column}) AS year, count(*) FROM {table} WHERE {column} < {before} GROUP BY 1 ORDER BY 1

-- name: stray
SELECT date_part('year', {column}) AS year, count(*) FROM {table} WHERE {rows} GROUP BY 1 ORDER BY 1

-- name: unload
COPY (SELECT {columns} FROM {table} WHERE {rows}) TO {file} (FORMAT parquet, COMPRESSION zstd)

-- name: files
-- The folders' names are no columns.
read_parquet([{files}], hive_partitioning = false)

-- name: count-keys
SELECT count(*) FROM {from} WHERE {key} BETWEEN {first} AND {last}

-- name: delete-year
DELETE FROM {table} WHERE {rows}

-- name: bring-back
INSERT INTO {table} ({columns}) SELECT {columns} FROM {from}

-- name: archived
INSERT INTO {ledger} (table_name, column_name, archive_year, archive_id, location, external_schema, external_table, view_name, columns,
    row_count, byte_count, file_count, fingerprint, archived_at)
VALUES (
    {table}, {column}, {year}, {id}, {location}, {external_schema}, {external_table}, {view}, {columns},
    {rows}, {bytes}, {files}, {fingerprint}, CAST({archived_at} AS TIMESTAMP))

-- name: restored
DELETE FROM {ledger} WHERE archive_id = {id}

-- name: comment-view
COMMENT ON VIEW {view} IS {comment}

-- name: create-view
CREATE OR REPLACE VIEW {view} AS
{query}
