-- What Amazon Redshift has: tables, slices, this session.
-- Run by RedshiftCatalog and RedshiftChecks.

-- name: columns
-- SVV_COLUMNS shows the columns that this user may see, of provisioned clusters and of Serverless.
SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale,
    is_nullable, column_default
FROM svv_columns
WHERE table_schema = {schema} AND lower(table_name) = {table}
ORDER BY ordinal_position

-- name: key
SELECT k.column_name
FROM information_schema.table_constraints c
JOIN information_schema.key_column_usage k
  ON k.constraint_name = c.constraint_name AND k.table_schema = c.table_schema AND k.table_name = c.table_name
WHERE c.constraint_type = 'PRIMARY KEY' AND c.table_schema = {schema} AND lower(c.table_name) = {table}
ORDER BY k.ordinal_position

-- name: slices
-- STV_SLICES is there on provisioned clusters only.
SELECT count(*) FROM stv_slices

-- name: session
SELECT version(), current_user, current_database(), to_char(sysdate, 'YYYY-MM-DD HH24:MI:SS')

-- name: privileges
SELECT has_schema_privilege({schema}, 'create'), has_schema_privilege({schema}, 'usage')
