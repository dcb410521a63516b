-- Old years of a table of Amazon Redshift, kept as Parquet files in the bucket, and shown by an external table.
-- Run by RedshiftArchive and RedshiftYearMove. CREATE EXTERNAL TABLE and ALTER TABLE of an external table are not allowed in a
-- transaction ("CREATE EXTERNAL TABLE", "ALTER TABLE", Amazon Redshift Database Developer Guide), so they come before it. What
-- changes rows and the ledger is in one transaction, behind the lock of the load history.

-- name: create-ledger
CREATE TABLE IF NOT EXISTS {ledger} (
    table_name VARCHAR(256) NOT NULL,
    column_name VARCHAR(256) NOT NULL,
    archive_year INTEGER NOT NULL,
    archive_id VARCHAR(64) NOT NULL,
    location VARCHAR(2048) NOT NULL,
    external_schema VARCHAR(256) NOT NULL,
    external_table VARCHAR(256) NOT NULL,
    view_name VARCHAR(256) NOT NULL,
    columns VARCHAR(65535) NOT NULL,
    row_count BIGINT NOT NULL,
    byte_count BIGINT NOT NULL,
    file_count INTEGER NOT NULL,
    fingerprint VARCHAR(64) NOT NULL,
    archived_at TIMESTAMP NOT NULL
)

-- name: create-attempts
-- What this database began to write. Files of attempts that it does not know may be the archive of another one.
CREATE TABLE IF NOT EXISTS {attempts} (
    table_name VARCHAR(256) NOT NULL,
    archive_year INTEGER NOT NULL,
    archive_id VARCHAR(64) NOT NULL,
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
-- Its name, who asks, and what this user may do with it.
SELECT c.relname, current_user,
    has_table_privilege(quote_ident(n.nspname) || '.' || quote_ident(c.relname), 'select'),
    has_table_privilege(quote_ident(n.nspname) || '.' || quote_ident(c.relname), 'insert'),
    has_table_privilege(quote_ident(n.nspname) || '.' || quote_ident(c.relname), 'delete')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = {schema} AND c.relname = {ledger_name}

-- name: readers
-- Who may read a table.
SELECT identity_name, identity_type FROM svv_relation_privileges
WHERE namespace_name = {schema} AND relation_name = {table} AND upper(privilege_type) = 'SELECT'

-- name: owner
-- Who owns a table, if it is another user.
SELECT u.usename, 'user' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_user u ON u.usesysid = c.relowner
WHERE n.nspname = {schema} AND c.relname = {table} AND u.usename <> current_user

-- name: masks
-- Policies that hide values or rows of a table. Ordinary users see none of them.
SELECT policy_name FROM svv_attached_masking_policy WHERE schema_name = {schema} AND table_name = {table}

-- name: row-policies
SELECT polname FROM svv_rls_attached_policy WHERE relschema = {schema} AND relname = {table}

-- name: share-ledger
GRANT SELECT ON TABLE {ledger} TO {reader}

-- name: has-view
-- What has the name of a view, and what a view selects.
SELECT c.relkind, v.definition FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_views v ON v.schemaname = n.nspname AND v.viewname = c.relname
WHERE n.nspname = {schema} AND c.relname = {view}

-- name: has-schema
SELECT nspname FROM pg_namespace WHERE nspname = {schema}

-- name: ledger
SELECT table_name, column_name, archive_year, archive_id, location, external_schema, external_table, view_name, columns,
    row_count, byte_count, file_count, fingerprint, to_char(archived_at, 'YYYY-MM-DD HH24:MI:SS.US')
FROM {ledger} WHERE {filter} ORDER BY lower(table_name), archive_year

-- name: years
SELECT date_part(year, {column}) AS year, count(*) FROM {table} WHERE {column} < {before} GROUP BY 1 ORDER BY 1

-- name: stray
SELECT date_part(year, {column}) AS year, count(*) FROM {table} WHERE {rows} GROUP BY 1 ORDER BY 1

-- name: create-external-schema
CREATE EXTERNAL SCHEMA IF NOT EXISTS {schema} FROM DATA CATALOG DATABASE {database}
{authorization}
CREATE EXTERNAL DATABASE IF NOT EXISTS

-- name: create-external-table
CREATE EXTERNAL TABLE {table} (
    {columns}
)
PARTITIONED BY (archive_year INTEGER, archive_id VARCHAR(64))
STORED AS PARQUET
LOCATION {location}

-- name: unload-rows
SELECT {values} FROM {table} WHERE {rows}

-- name: unload
-- No MANIFEST: it would lie among the files, and be read as one of them.
UNLOAD ({query})
TO {location}
{options}

-- name: last-unload-count
SELECT pg_last_unload_count()

-- name: add-partition
ALTER TABLE {table} ADD IF NOT EXISTS
PARTITION (archive_year = {year}, archive_id = {id}) LOCATION {location}

-- name: drop-partition
ALTER TABLE {table} DROP PARTITION (archive_year = {year}, archive_id = {id})

-- name: files
(SELECT {values} FROM {table} WHERE archive_year = {year} AND archive_id = {id}) archived

-- name: archived-part
-- The ledger is read by the query itself: a year changes sides when the transaction that moves it commits.
{table} WHERE archive_id IN (
    SELECT archive_id FROM {ledger} WHERE table_name = {name} AND external_schema = {external_schema} AND external_table = {external_table})

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

-- name: create-view
CREATE OR REPLACE VIEW {view} AS
{query}
WITH NO SCHEMA BINDING

-- name: drop-view
DROP VIEW IF EXISTS {view}
