-- What a session of Amazon Redshift is set to when it opens, because an administrator may have set something else for the
-- user ("ALTER USER", Amazon Redshift Database Developer Guide).
-- Run by RedshiftSession, in this order.

-- name: statement-timeout
-- A COPY may take hours. Limits of the workload manager and query monitoring rules still apply. It comes first, because a limit
-- of milliseconds would end the others.
SET statement_timeout TO 0

-- name: datestyle
-- Dates are written and read as 2026-11-24.
SET datestyle TO 'ISO, MDY'

-- name: timezone
SET timezone TO 'UTC'

-- name: extra-float-digits
SET extra_float_digits TO 0

-- name: names
-- Names are folded to lower case, in quotes too, so that every user finds the same tables.
SET enable_case_sensitive_identifier TO false
