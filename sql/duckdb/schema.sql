-- The catalogue of a DuckDB file: its tables, their columns, and their keys.
-- Run by DuckDbCatalog. A key is a PRIMARY KEY, or the comment "PRIMARY KEY (a, b)" that DuckDbDdl writes instead, because an
-- index on millions of keys would cost more than it is worth. Lengths of text come from the CHECKs that DuckDbDdl writes.

-- name: columns
SELECT c.table_name, c.column_name, c.data_type, CAST(c.is_nullable AS INTEGER), c.comment
FROM duckdb_columns() c
JOIN duckdb_tables() t USING (database_name, schema_name, table_name)
WHERE c.database_name = current_database() AND c.schema_name = 'main' AND NOT t.temporary AND NOT t.internal
  AND t.table_name NOT LIKE 'contabyx\_%' ESCAPE '\'
ORDER BY c.table_name, c.column_index

-- name: columns-of-one
-- One table by its name, without reading the others.
SELECT name, type, CAST("notnull" AS INTEGER) FROM pragma_table_info({table}) ORDER BY cid

-- Objects that have a name but are not tables.
-- name: others
SELECT view_name AS name, 'view' FROM duckdb_views()
WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal AND NOT temporary
UNION ALL
SELECT sequence_name, 'sequence' FROM duckdb_sequences()
WHERE database_name = current_database() AND schema_name = 'main' AND NOT temporary
ORDER BY name

-- name: keys
SELECT table_name, array_to_string(constraint_column_names, chr(31))
FROM duckdb_constraints()
WHERE database_name = current_database() AND schema_name = 'main' AND constraint_type = 'PRIMARY KEY'

-- name: checks
SELECT table_name, array_to_string(constraint_column_names, chr(31)), constraint_text
FROM duckdb_constraints()
WHERE database_name = current_database() AND schema_name = 'main' AND constraint_type = 'CHECK'

-- name: views
SELECT view_name FROM duckdb_views()
WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal AND NOT temporary

-- name: comments
SELECT table_name, comment
FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name = 'main' AND comment IS NOT NULL

-- name: has-table
SELECT count(*) FROM duckdb_tables() WHERE lower(table_name) = lower({table}) AND NOT temporary

-- name: has-column
SELECT count(*) FROM duckdb_columns() WHERE lower(table_name) = lower({table}) AND lower(column_name) = lower({column})

-- name: measure
-- Run by DuckDbSource.
SELECT {lengths} FROM {table}

-- As the database keeps them, changed by each commit.
-- name: row-estimates
SELECT table_name, estimated_size FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name = 'main' AND NOT temporary AND NOT internal

-- name: counted-up
SELECT table_name, column_name FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name = 'main' AND column_default LIKE '%nextval(%'
