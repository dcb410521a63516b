-- What every connection to a MySQL source is set to, and what it asks about its server.
-- Run by MySqlConnections and MySqlChecks.

-- The session's SQL mode refuses values that do not fit, and reads backslashes and double quotes in the usual way. Waiting
-- for a slow reader of rows is no reason to break the connection (net_write_timeout, 60 seconds by default).
-- name: set
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ;
SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
    net_write_timeout = 3600, net_read_timeout = 3600, wait_timeout = 86400, lock_wait_timeout = 86400

-- The same for MariaDB, which has two limits of its own.
-- name: set-mariadb
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ;
SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
    net_write_timeout = 3600, net_read_timeout = 3600, wait_timeout = 86400, lock_wait_timeout = 86400,
    max_statement_time = 0, idle_transaction_timeout = 0

-- name: facts
SELECT @@GLOBAL.local_infile, @@max_allowed_packet, @@GLOBAL.sql_mode, UTC_TIMESTAMP(6), @@GLOBAL.time_zone

-- name: cipher
SHOW SESSION STATUS LIKE 'Ssl_cipher'

-- name: grants
SHOW GRANTS

-- name: warnings
SHOW WARNINGS LIMIT 3

-- name: lock-all
FLUSH TABLES WITH READ LOCK

-- A lock that would have to wait for long is not worth it: everybody else waits behind it.
-- name: lock-patience
SET SESSION lock_wait_timeout = 5

-- name: snapshot
START TRANSACTION WITH CONSISTENT SNAPSHOT
