-- Questions about Amazon Redshift: its tables, its slices, this session.
-- Run by RedshiftCatalog and RedshiftChecks.

-- name: columns
-- The names here are folded as Redshift folds them. SVV_COLUMNS shows the columns that this user may see, on provisioned
-- clusters and on Serverless; clusters in several Availability Zones have no SVV views, but INFORMATION_SCHEMA.
SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision, numeric_scale,
    is_nullable, column_default
FROM {columns}
WHERE table_schema = {schema} AND table_name IN ({tables})
ORDER BY table_name, ordinal_position

-- name: keys
-- The keys of tables, each as its definition. INFORMATION_SCHEMA would show the keys of this user's own tables only
-- ("table_constraints", PostgreSQL 8.0 documentation).
SELECT c.relname, pg_get_constraintdef(k.oid)
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = {schema} AND c.relname IN ({tables}) AND k.contype IN ('p', 'u', 'f')
ORDER BY c.relname, k.conname

-- name: own-keys
-- The same, column by column, where the catalogue itself may not be read.
SELECT k.table_name, k.column_name, c.constraint_type
FROM information_schema.table_constraints c
JOIN information_schema.key_column_usage k
  ON k.constraint_name = c.constraint_name AND k.table_schema = c.table_schema AND k.table_name = c.table_name
WHERE c.table_schema = {schema} AND c.table_name IN ({tables})
ORDER BY k.table_name, c.constraint_name, k.ordinal_position

-- name: relations
-- What a name is, and what this user may do with it.
SELECT c.relname, CASE c.relkind WHEN 'r' THEN 'BASE TABLE' ELSE 'VIEW' END,
    has_table_privilege(quote_ident(n.nspname) || '.' || quote_ident(c.relname), 'insert'),
    has_table_privilege(quote_ident(n.nspname) || '.' || quote_ident(c.relname), 'select'),
    has_table_privilege(quote_ident(n.nspname) || '.' || quote_ident(c.relname), 'delete')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = {schema} AND c.relname IN ({tables}) AND c.relkind IN ('r', 'v', 'm')

-- name: views
-- The columns that views use: the rule of a view depends on them, and is part of the view.
SELECT t.relname, a.attname, v.relname
FROM pg_class t
JOIN pg_namespace n ON n.oid = t.relnamespace
JOIN pg_depend d ON d.refobjid = t.oid
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
JOIN pg_depend r ON r.objid = d.objid AND r.deptype = 'i'
JOIN pg_class v ON v.oid = r.refobjid AND v.relkind = 'v'
WHERE n.nspname = {schema} AND t.relname IN ({tables}) AND v.oid <> t.oid
ORDER BY t.relname, a.attname, v.relname

-- name: encodings
-- Columns with an encoding that cannot be widened ("ALTER TABLE", ALTER COLUMN TYPE).
SELECT table_name, column_name, encoding
FROM svv_redshift_columns
WHERE database_name = current_database() AND schema_name = {schema} AND table_name IN ({tables})
  AND lower(encoding) IN ('bytedict', 'runlength', 'text255', 'text32k')

-- name: slices
-- STV_SLICES exists only on provisioned clusters.
SELECT count(*) FROM stv_slices

-- name: session
SELECT version(), current_user, current_database(), to_char(sysdate, 'YYYY-MM-DD HH24:MI:SS')

-- name: privileges
SELECT has_schema_privilege({schema}, 'create'), has_schema_privilege({schema}, 'usage')

-- name: has-schema
SELECT nspname FROM pg_namespace WHERE nspname = {schema}

-- name: create-schema
CREATE SCHEMA IF NOT EXISTS {name}

-- name: grant-usage
GRANT USAGE ON SCHEMA {schema} TO {reader}

-- name: grant-select
GRANT SELECT ON TABLE {table} TO {reader}

-- name: analyze
ANALYZE {table} PREDICATE COLUMNS

-- name: rights
SELECT has_schema_privilege({schema}, 'usage'), has_schema_privilege({schema}, 'create'), current_user

-- name: table-rights
-- What this user may do with existing tables, and whether it owns them. Names are folded before they are compared.
SELECT c.relname,
    has_table_privilege(quote_ident(n.nspname) || '.' || quote_ident(c.relname), 'select'),
    has_table_privilege(quote_ident(n.nspname) || '.' || quote_ident(c.relname), 'insert'),
    has_table_privilege(quote_ident(n.nspname) || '.' || quote_ident(c.relname), 'delete'),
    has_table_privilege(quote_ident(n.nspname) || '.' || quote_ident(c.relname), 'update'),
    u.usesuper OR u.usesysid = c.relowner
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_user u ON u.usename = current_user
WHERE n.nspname = {schema} AND c.relkind IN ('r', 'v') AND c.relname IN ({tables})

-- name: alter-grants
-- The tables that others own and that this user may alter: HAS_TABLE_PRIVILEGE does not know ALTER.
SELECT DISTINCT relation_name FROM svv_relation_privileges
WHERE namespace_name = {schema} AND relation_name IN ({tables}) AND upper(privilege_type) = 'ALTER'
