-- The settings of every connection to a MySQL source, and the questions that it asks its server.
-- Run by MySqlSession, MySqlConnections, MySqlView, MySqlLockWatch and MySqlChecks.

-- The first statement of a connection: before it, any SELECT may return too few rows.
-- name: all-rows
SET SESSION sql_select_limit = 18446744073709551615

-- name: role
SELECT CURRENT_ROLE()

-- Every session variable with which the settings of a server, or its init_connect, could change what SELECT returns or what
-- one of our statements does; docs/reading.md says what each would do. The SQL mode refuses values that do not fit, and gives
-- backslashes and double quotes their usual meaning. The timeouts are long, so that a slow reader does not end the connection.
-- name: set
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE;
SET SESSION sql_select_limit = 18446744073709551615, time_zone = '+00:00',
    sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', autocommit = 1,
    completion_type = 'NO_CHAIN', sql_auto_is_null = 0, sql_big_selects = 1, sql_buffer_result = 0, sql_safe_updates = 0,
    div_precision_increment = 4, group_concat_max_len = 1073741824, sql_notes = 1,
    foreign_key_checks = 1, unique_checks = 1, timestamp = DEFAULT, net_write_timeout = 3600, net_read_timeout = 3600,
    wait_timeout = 86400, lock_wait_timeout = 86400, innodb_lock_wait_timeout = 86400

-- Variables that only MySQL has.
-- name: set-mysql
SET SESSION max_execution_time = 0, information_schema_stats_expiry = 0
    /*!80013 , use_secondary_engine = OFF */ /*!80030 , show_gipk_in_create_table_and_information_schema = ON */

-- Variables that only MariaDB has. DEFAULT means the present for system_versioning_asof, whatever the global value is.
-- name: set-mariadb
SET SESSION max_statement_time = 0, idle_transaction_timeout = 0, idle_readonly_transaction_timeout = 0,
    idle_write_transaction_timeout = 0, system_versioning_asof = DEFAULT, query_cache_type = OFF,
    max_recursive_iterations = 4294967295, max_error_count = 64

-- Settings of the whole server that change what SELECT returns. Not every server has all of them.
-- name: hazards
SHOW VARIABLES WHERE Variable_name IN ('innodb_force_recovery', 'wsrep_dirty_reads')

-- A node of a Galera cluster that has lost contact with the others would answer with old rows.
-- name: refuse-dirty-reads
SET SESSION wsrep_dirty_reads = OFF

-- Statements of this user's own connections that wait for others.
-- name: waits
SELECT p.ID, p.STATE FROM information_schema.PROCESSLIST p WHERE p.ID IN ({ids}) AND p.STATE LIKE 'Waiting for%'

-- The sessions whose lock on a table others wait for, if the server shows them to this user.
-- name: lock-holders
SELECT DISTINCT t.PROCESSLIST_ID, t.PROCESSLIST_USER, t.PROCESSLIST_HOST
FROM performance_schema.metadata_locks l
JOIN performance_schema.threads t ON t.THREAD_ID = l.OWNER_THREAD_ID
WHERE l.OBJECT_TYPE = 'TABLE' AND l.OBJECT_SCHEMA = DATABASE() AND l.OBJECT_NAME = @table
  AND l.LOCK_STATUS = 'GRANTED' AND t.PROCESSLIST_ID NOT IN ({ids})
LIMIT 3

-- name: facts
SELECT @@GLOBAL.local_infile, @@max_allowed_packet, @@GLOBAL.sql_mode, UTC_TIMESTAMP(6), @@GLOBAL.time_zone,
    @@GLOBAL.read_only, @@GLOBAL.innodb_read_only

-- name: cipher
SHOW SESSION STATUS LIKE 'Ssl_cipher'

-- name: grants
SHOW GRANTS

-- name: warning-count
SHOW COUNT(*) WARNINGS

-- name: all-warnings
SHOW WARNINGS

-- name: warnings
SHOW WARNINGS LIMIT 3

-- How long LOCK TABLES waits for each table. The tables that it has got cannot be written meanwhile.
-- name: lock-patience
SET SESSION lock_wait_timeout = {seconds}

-- Whether the storage engine takes no writes, so that new rows can only come from below it: a reader of Amazon Aurora.
-- name: is-fed-below
SELECT @@GLOBAL.innodb_read_only

-- name: snapshot
START TRANSACTION WITH CONSISTENT SNAPSHOT;
SAVEPOINT contabyx

-- Gives up the metadata locks of the tables that were read, and nothing else.
-- name: release
ROLLBACK TO SAVEPOINT contabyx
