-- The tables of a MySQL database, their columns and their keys.
-- Run by MySqlCatalog. Result columns have aliases, because MySQL 8 returns the names of information_schema columns in
-- capitals, however the query spells them (MySQL 8.0 Reference Manual, "INFORMATION_SCHEMA Tables").

-- name: tables
SELECT t.TABLE_NAME AS name, t.ENGINE AS engine, t.TABLE_ROWS AS row_estimate, t.TABLE_TYPE AS type,
    t.DATA_LENGTH + t.INDEX_LENGTH AS bytes, t.TABLE_COMMENT AS comment
FROM information_schema.TABLES t
WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW')
  AND t.TABLE_NAME NOT IN ('contabyx_books', 'contabyx_batches')

-- name: columns
SELECT
    c.TABLE_NAME AS table_name, c.COLUMN_NAME AS name, c.DATA_TYPE AS data_type, c.COLUMN_TYPE AS column_type,
    c.CHARACTER_MAXIMUM_LENGTH AS characters, c.CHARACTER_OCTET_LENGTH AS octets, c.NUMERIC_PRECISION AS digits,
    c.NUMERIC_SCALE AS scale, c.DATETIME_PRECISION AS fraction, c.CHARACTER_SET_NAME AS character_set,
    c.IS_NULLABLE AS nullable, c.EXTRA AS extra, c.COLUMN_COMMENT AS comment
FROM information_schema.COLUMNS c
WHERE c.TABLE_SCHEMA = DATABASE() AND c.TABLE_NAME NOT IN ('contabyx_books', 'contabyx_batches')
ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION

-- name: keys
SELECT s.TABLE_NAME AS table_name, s.COLUMN_NAME AS name
FROM information_schema.STATISTICS s
WHERE s.TABLE_SCHEMA = DATABASE() AND s.INDEX_NAME = 'PRIMARY'
ORDER BY s.TABLE_NAME, s.SEQ_IN_INDEX

-- Objects that have a name but are not tables.
-- name: others
SELECT t.TABLE_NAME, t.TABLE_TYPE FROM information_schema.TABLES t
WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE NOT IN ('BASE TABLE', 'SYSTEM VERSIONED')
ORDER BY t.TABLE_NAME
