-- What Redshift has and PostgreSQL has not, in a schema of the emulator's own. Run at every start; it may be run again.
SELECT pg_advisory_xact_lock(8002);
SET LOCAL client_min_messages = warning;
-- Everybody may create tables in PUBLIC, until that is revoked: r_Schemas_and_tables. In PostgreSQL 15 nobody may.
DO $do$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'redshift_emulator') THEN
        CREATE SCHEMA redshift_emulator;
        GRANT USAGE ON SCHEMA redshift_emulator TO PUBLIC;
        GRANT ALL ON SCHEMA public TO PUBLIC;
    END IF;
END $do$;
-- Numbers and times become text of themselves: "Type compatibility and conversion", c_Supported_data_types. Then PostgreSQL has more
-- than one way to concatenate them with text, so each has its own.
DO $do$ DECLARE source text; target text; BEGIN
    FOREACH source IN ARRAY ARRAY['int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'date', 'timestamp', 'timestamptz', 'time'] LOOP
        CONTINUE WHEN EXISTS (SELECT FROM pg_cast WHERE castsource = source::regtype AND casttarget = 'text'::regtype);
        FOREACH target IN ARRAY ARRAY['text', 'varchar'] LOOP
            EXECUTE format('CREATE CAST (%s AS %s) WITH INOUT AS IMPLICIT', source::regtype, target::regtype);
        END LOOP;
        EXECUTE format('CREATE FUNCTION redshift_emulator.append(text, %s) RETURNS text LANGUAGE sql IMMUTABLE AS
            $f$ SELECT pg_catalog.textcat($1, $2::text) $f$', source::regtype);
        EXECUTE format('CREATE FUNCTION redshift_emulator.append(%s, text) RETURNS text LANGUAGE sql IMMUTABLE AS
            $f$ SELECT pg_catalog.textcat($1::text, $2) $f$', source::regtype);
        EXECUTE format(
            'CREATE OPERATOR pg_catalog.|| (LEFTARG = text, RIGHTARG = %s, FUNCTION = redshift_emulator.append)', source::regtype);
        EXECUTE format(
            'CREATE OPERATOR pg_catalog.|| (LEFTARG = %s, RIGHTARG = text, FUNCTION = redshift_emulator.append)', source::regtype);
    END LOOP;
END $do$;
SET LOCAL search_path = redshift_emulator, pg_catalog;

CREATE OR REPLACE FUNCTION redshift_emulator.current_database() RETURNS varchar LANGUAGE sql STABLE AS
$$ SELECT current_setting('redshift_emulator.database', true)::varchar $$;

CREATE TABLE IF NOT EXISTS column_attributes (
    relid oid NOT NULL, attnum int NOT NULL, length int, encoding text, distkey boolean NOT NULL DEFAULT false,
    sortkey int NOT NULL DEFAULT 0, PRIMARY KEY (relid, attnum));
CREATE TABLE IF NOT EXISTS table_attributes (
    relid oid PRIMARY KEY, style text NOT NULL, created timestamp NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS table_keys (
    relid oid NOT NULL, conname name NOT NULL, contype "char" NOT NULL, conkey smallint[] NOT NULL, confrelid oid,
    PRIMARY KEY (relid, conname));
-- Late-binding views: what they are is in their text alone. A view of the same name has their place in PostgreSQL.
CREATE TABLE IF NOT EXISTS late_views (relid oid PRIMARY KEY, query text NOT NULL, columns text[] NOT NULL);
CREATE SEQUENCE IF NOT EXISTS query_ids START 100;

CREATE TABLE IF NOT EXISTS sys_load_history (
    user_id int, query_id bigint, transaction_id bigint, session_id int, database_name text, status text,
    table_name text, start_time timestamp, end_time timestamp, duration bigint, data_source text, file_format text,
    loaded_rows bigint, loaded_bytes bigint, source_file_count int, source_file_bytes bigint, file_count_scanned int,
    file_bytes_scanned bigint, error_count bigint, copy_job_id bigint);
CREATE TABLE IF NOT EXISTS sys_load_detail (
    user_id int, query_id bigint, file_name char(256), bytes_scanned bigint, lines_scanned bigint,
    record_time timestamp, splits_scanned int, start_time timestamp, end_time timestamp);
-- The line and the value are for STL_LOAD_ERRORS alone: SYS_LOAD_ERROR_DETAIL has no such columns.
CREATE TABLE IF NOT EXISTS load_errors (
    query_id bigint, transaction_id bigint, session_id int, database_name text, table_id int, start_time timestamp,
    file_name text, line_number bigint, column_name text, column_type text, column_length text, position int,
    error_code int, error_message text, raw_line text, raw_field_value text, err_reason text);

CREATE OR REPLACE VIEW sys_load_error_detail AS
SELECT 100 AS user_id, query_id, transaction_id, session_id, database_name::char(64), table_id, start_time,
    file_name::char(256), line_number, column_name::char(127), column_type::char(10), column_length::char(10), position,
    error_code, error_message::char(512)
FROM load_errors;
CREATE OR REPLACE VIEW stl_load_errors AS
SELECT 100 AS userid, 0 AS slice, table_id AS tbl, start_time AS starttime, session_id AS session,
    query_id::int AS query, file_name::char(256) AS filename, line_number, column_name::char(127) AS colname,
    column_type::char(10) AS type, column_length::char(10) AS col_length, position, raw_line::char(1024),
    raw_field_value::char(1024), error_code AS err_code, left(err_reason, 100)::char(100) AS err_reason, false AS is_partial,
    0::bigint AS start_offset, 0::bigint AS copy_job_id
FROM load_errors;
CREATE OR REPLACE VIEW stl_loaderror_detail AS
SELECT 100 AS userid, 0 AS slice, session_id AS session, query_id::int AS query, file_name::char(256) AS filename,
    line_number, NULL::int AS field, column_name::char(1024) AS colname, raw_field_value::char(1024) AS value,
    1 AS is_null, column_type::char(10) AS type, column_length::char(10) AS col_length
FROM load_errors;
CREATE OR REPLACE VIEW stl_load_commits AS
SELECT 100 AS userid, query_id::int AS query, 0 AS slice, file_name AS name, file_name AS filename, 0 AS byte_offset,
    lines_scanned AS lines_scanned, 0 AS errors, 1 AS status, end_time AS curtime, 0 AS file_format, 0 AS is_partial,
    0::bigint AS start_offset
FROM sys_load_detail;
CREATE OR REPLACE VIEW stv_slices AS
SELECT s / 2 AS node, s AS slice, s % 2 AS localslice, 'D'::char(1) AS type
FROM generate_series(0, coalesce(current_setting('redshift_emulator.slices', true), '2')::int - 1) s;

CREATE OR REPLACE VIEW column_definition AS
SELECT c.oid AS relid, n.nspname AS table_schema, c.relname AS table_name, c.relkind, c.relpersistence, a.attname, a.attnum::int,
    a.attnotnull, a.attidentity, t.typname, pg_get_expr(d.adbin, d.adrelid) AS column_default,
    CASE t.typname WHEN 'bytea' THEN format('binary varying(%s)', coalesce(x.length, 64000))
        WHEN 'jsonb' THEN 'super' ELSE format_type(a.atttypid, a.atttypmod) END AS type,
    CASE t.typname WHEN 'bytea' THEN 'binary varying' WHEN 'jsonb' THEN 'super'
        ELSE format_type(a.atttypid, NULL) END AS data_type,
    CASE WHEN t.typname IN ('varchar', 'bpchar') THEN a.atttypmod - 4 WHEN t.typname = 'bytea'
        THEN coalesce(x.length, 64000) END AS length,
    CASE t.typname WHEN 'numeric' THEN (a.atttypmod - 4) >> 16 WHEN 'int2' THEN 16 WHEN 'int4' THEN 32
        WHEN 'int8' THEN 64 WHEN 'float4' THEN 24 WHEN 'float8' THEN 53 END AS precision,
    CASE t.typname WHEN 'numeric' THEN (a.atttypmod - 4) & 65535 WHEN 'int2' THEN 0 WHEN 'int4' THEN 0
        WHEN 'int8' THEN 0 END AS scale,
    coalesce(x.encoding, CASE WHEN t.typname IN ('float4', 'float8', 'bool') OR coalesce(x.sortkey, 0) <> 0 THEN 'none'
        WHEN t.typname IN ('varchar', 'bpchar', 'bytea', 'jsonb') THEN 'lzo' ELSE 'az64' END) AS encoding,
    coalesce(x.distkey, false) AS distkey, coalesce(x.sortkey, 0) AS sortkey
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
LEFT JOIN redshift_emulator.column_attributes x ON x.relid = c.oid AND x.attnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v')
    AND NOT EXISTS (SELECT FROM redshift_emulator.late_views l WHERE l.relid = c.oid)
    AND NOT (c.relpersistence = 't' AND c.relname LIKE 'spectrum\_%')
    AND n.nspname NOT IN ('redshift_emulator', 'pg_catalog', 'information_schema', 'pg_toast');

CREATE OR REPLACE VIEW pg_table_def AS
SELECT table_schema AS schemaname, table_name AS tablename, attname AS "column", type::varchar(128) AS type,
    encoding::varchar(32) AS encoding, distkey, sortkey, attnotnull AS "notnull"
FROM column_definition
WHERE relkind = 'r' AND (table_schema = ANY (current_schemas(true)));
CREATE OR REPLACE VIEW local_columns AS
SELECT redshift_emulator.current_database() AS table_catalog, table_schema::varchar, table_name::varchar,
    attname::varchar AS column_name,
    row_number() OVER (PARTITION BY relid ORDER BY attnum)::int AS ordinal_position,
    CASE attidentity WHEN 'a' THEN format('"identity"(%s, %s, ''1,1''::text)', relid, attnum - 1)
        WHEN 'd' THEN format('"default_identity"(%s, %s, ''1,1''::text)', relid, attnum - 1)
        ELSE column_default END::varchar AS column_default, CASE WHEN attnotnull THEN 'NO' ELSE 'YES' END::varchar AS is_nullable,
    data_type::varchar, length AS character_maximum_length, precision AS numeric_precision,
    CASE WHEN typname = 'numeric' THEN 10 WHEN precision IS NOT NULL THEN 2 END AS numeric_precision_radix,
    scale AS numeric_scale,
    CASE WHEN typname IN ('timestamp', 'timestamptz', 'time', 'timetz') THEN 6 END AS datetime_precision,
    NULL::varchar AS interval_type, NULL::varchar AS interval_precision, NULL::varchar AS character_set_catalog,
    NULL::varchar AS character_set_schema, NULL::varchar AS character_set_name, NULL::varchar AS collation_catalog,
    NULL::varchar AS collation_schema, NULL::varchar AS collation_name, NULL::varchar AS domain_name,
    col_description(relid, attnum)::varchar AS remarks
FROM column_definition;
CREATE OR REPLACE VIEW svv_redshift_columns AS
SELECT redshift_emulator.current_database() AS database_name, table_schema::varchar AS schema_name,
    table_name::varchar, attname::varchar AS column_name,
    row_number() OVER (PARTITION BY relid ORDER BY attnum)::int AS ordinal_position, data_type::varchar,
    column_default::varchar, CASE WHEN attnotnull THEN 'NO' ELSE 'YES' END::varchar AS is_nullable,
    encoding::varchar, distkey, sortkey, NULL::varchar AS column_acl, col_description(relid, attnum)::varchar AS remarks
FROM column_definition WHERE relkind = 'r';
CREATE OR REPLACE VIEW svv_columns AS SELECT * FROM local_columns;
CREATE OR REPLACE VIEW is_columns AS SELECT * FROM local_columns;
CREATE OR REPLACE VIEW local_tables AS
SELECT redshift_emulator.current_database() AS table_catalog, n.nspname::varchar AS table_schema, c.relname::varchar AS table_name,
    CASE WHEN c.relpersistence = 't' THEN 'LOCAL TEMPORARY' WHEN c.relkind = 'v' THEN 'VIEW'
        ELSE 'BASE TABLE' END::varchar AS table_type, obj_description(c.oid)::varchar AS remarks
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v')
    AND NOT (c.relpersistence = 't' AND c.relname LIKE 'spectrum\_%')
    AND n.nspname NOT IN ('redshift_emulator', 'pg_catalog', 'information_schema', 'pg_toast');
CREATE OR REPLACE VIEW svv_tables AS SELECT * FROM local_tables;
CREATE OR REPLACE VIEW is_tables AS SELECT table_catalog, table_schema, table_name, table_type FROM local_tables;
CREATE OR REPLACE VIEW is_schemata AS
SELECT redshift_emulator.current_database() AS catalog_name, nspname::varchar AS schema_name FROM pg_namespace
WHERE nspname <> 'redshift_emulator' AND nspname NOT LIKE 'pg\_t%';
-- The emulator has no policies.
CREATE OR REPLACE VIEW svv_attached_masking_policy AS
SELECT NULL::varchar AS policy_name, NULL::varchar AS schema_name, NULL::varchar AS table_name WHERE false;
CREATE OR REPLACE VIEW svv_rls_attached_policy AS
SELECT NULL::varchar AS relschema, NULL::varchar AS relname, NULL::varchar AS polname WHERE false;
-- The roles of a server begin with their database's name. A group has a role like a user's.
CREATE OR REPLACE VIEW svv_relation_privileges AS
SELECT n.nspname::varchar AS namespace_name, c.relname::varchar AS relation_name, a.privilege_type::varchar,
    a.grantee::int AS identity_id,
    coalesce(regexp_replace(r.rolname, '^[^/]*/', ''), 'public')::varchar AS identity_name,
    CASE WHEN r.rolname IS NULL THEN 'public' ELSE 'user' END::varchar AS identity_type,
    a.is_grantable AS admin_option
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a LEFT JOIN pg_roles r ON r.oid = a.grantee
WHERE c.relkind IN ('r', 'v') AND n.nspname NOT IN ('redshift_emulator', 'pg_catalog', 'information_schema', 'pg_toast');
CREATE OR REPLACE VIEW pg_constraint AS
SELECT k.conname, c.relnamespace AS connamespace, k.contype, false AS condeferrable, k.relid AS conrelid, k.confrelid,
    k.conkey, hashtext(k.relid || '.' || k.conname)::oid AS oid
FROM table_keys k JOIN pg_class c ON c.oid = k.relid;
CREATE OR REPLACE FUNCTION pg_get_constraintdef(wanted oid) RETURNS text LANGUAGE sql STABLE AS $$
SELECT CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' ELSE 'FOREIGN KEY' END || ' ('
    || (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY u.place) FROM unnest(k.conkey) WITH ORDINALITY u(attnum, place)
        JOIN pg_attribute a ON a.attrelid = k.relid AND a.attnum = u.attnum) || ')'
    || CASE WHEN k.contype = 'f' THEN ' REFERENCES ' || k.confrelid::regclass ELSE '' END
FROM redshift_emulator.table_keys k WHERE hashtext(k.relid || '.' || k.conname)::oid = wanted $$;
CREATE OR REPLACE VIEW is_table_constraints AS
SELECT redshift_emulator.current_database() AS constraint_catalog, n.nspname::varchar AS constraint_schema,
    k.conname::varchar AS constraint_name, n.nspname::varchar AS table_schema, c.relname::varchar AS table_name,
    CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' ELSE 'FOREIGN KEY' END::varchar AS constraint_type
FROM table_keys k JOIN pg_class c ON c.oid = k.relid JOIN pg_namespace n ON n.oid = c.relnamespace;
CREATE OR REPLACE VIEW is_key_column_usage AS
SELECT redshift_emulator.current_database() AS constraint_catalog, n.nspname::varchar AS constraint_schema,
    k.conname::varchar AS constraint_name, n.nspname::varchar AS table_schema, c.relname::varchar AS table_name,
    a.attname::varchar AS column_name, u.place::int AS ordinal_position
FROM table_keys k JOIN pg_class c ON c.oid = k.relid JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY u(attnum, place)
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.attnum;

CREATE OR REPLACE FUNCTION row_count(relid regclass) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE rows bigint; BEGIN EXECUTE format('SELECT count(*) FROM %s', relid) INTO rows; RETURN rows; END $$;
-- Empty tables are not there: r_SVV_TABLE_INFO.
DROP VIEW IF EXISTS svv_table_info;
CREATE VIEW svv_table_info AS
SELECT * FROM (
    SELECT redshift_emulator.current_database() AS database, n.nspname::varchar AS schema, c.oid::int AS table_id,
        c.relname::varchar AS "table", 'Y'::varchar AS encoded, upper(coalesce(a.style, 'auto'))::varchar AS diststyle,
        coalesce((SELECT d.attname FROM column_definition d WHERE d.relid = c.oid AND d.sortkey = 1), 'AUTO(SORTKEY)')::varchar
            AS sortkey1,
        (SELECT max(length) FROM column_definition d WHERE d.relid = c.oid) AS max_varchar,
        (SELECT d.encoding FROM column_definition d WHERE d.relid = c.oid AND d.sortkey = 1)::char(32) AS sortkey1_enc,
        (SELECT count(*)::int FROM column_definition d WHERE d.relid = c.oid AND d.sortkey > 0) AS sortkey_num,
        pg_relation_size(c.oid) / 1048576 AS size, 0.0::numeric(10,4) AS pct_used, 0::bigint AS empty,
        0.0::numeric(5,2) AS unsorted, 0.0::numeric(5,2) AS stats_off,
        redshift_emulator.row_count(c.oid::regclass)::numeric(38,0) AS tbl_rows, NULL::numeric(19,2) AS skew_sortkey1,
        1.0::numeric(19,2) AS skew_rows, redshift_emulator.row_count(c.oid::regclass)::numeric(38,0) AS estimated_visible_rows,
        NULL::text AS risk_event, 0.0::numeric(12,2) AS vacuum_sort_benefit,
        a.created AS create_time
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN redshift_emulator.table_attributes a ON a.relid = c.oid
    WHERE c.relkind = 'r' AND c.relpersistence = 'p'
        AND n.nspname NOT IN ('redshift_emulator', 'pg_catalog', 'information_schema', 'pg_toast')) t
WHERE tbl_rows > 0;

CREATE OR REPLACE FUNCTION attnum_of(relid regclass, name text) RETURNS smallint LANGUAGE sql STABLE AS
$$ SELECT attnum FROM pg_attribute WHERE attrelid = $1 AND attname = $2 AND NOT attisdropped $$;
CREATE OR REPLACE FUNCTION describe_keys(relid regclass, keys jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE k jsonb; c text;
BEGIN
    FOR k IN SELECT jsonb_array_elements(keys) LOOP
        INSERT INTO redshift_emulator.table_keys VALUES (
            relid, coalesce(k->>'name', (SELECT relname FROM pg_class WHERE oid = relid) || '_' || CASE k->>'kind'
                WHEN 'p' THEN 'pkey' ELSE (k->'columns'->>0) || CASE k->>'kind' WHEN 'u' THEN '_key' ELSE '_fkey' END END),
            (k->>'kind')::"char",
            ARRAY(SELECT redshift_emulator.attnum_of(relid, n) FROM jsonb_array_elements_text(k->'columns') n),
            (k->>'table')::regclass);
        FOR c IN SELECT jsonb_array_elements_text(k->'columns') WHERE k->>'kind' = 'p' LOOP
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL', relid, c);
        END LOOP;
    END LOOP;
END $$;
CREATE OR REPLACE FUNCTION describe_columns(relid regclass, shape jsonb) RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
    INSERT INTO redshift_emulator.column_attributes
    SELECT $1, a.attnum, (shape->'lengths'->>a.attname::text)::int, shape->'encodings'->>a.attname::text,
        coalesce(a.attname = shape->>'distkey', false), coalesce(s.place, 0)
    FROM pg_attribute a
    LEFT JOIN jsonb_array_elements_text(shape->'sortkeys') WITH ORDINALITY s(name, place) ON s.name = a.attname
    WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped
    ON CONFLICT DO NOTHING $$;
CREATE OR REPLACE FUNCTION describe_table(name text, shape_text text, may_exist boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE shape jsonb := shape_text::jsonb; id regclass := name::regclass;
BEGIN
    IF may_exist AND EXISTS (SELECT FROM redshift_emulator.table_attributes WHERE relid = id) THEN RETURN; END IF;
    IF EXISTS (SELECT FROM redshift_emulator.table_attributes WHERE relid = id) THEN
        PERFORM redshift_emulator.describe_keys(id, shape->'keys');
        RETURN;
    END IF;
    DELETE FROM redshift_emulator.column_attributes WHERE relid = id;
    DELETE FROM redshift_emulator.table_keys WHERE relid = id;
    INSERT INTO redshift_emulator.table_attributes VALUES (id, shape->>'style');
    IF shape->>'parent' IS NOT NULL THEN
        INSERT INTO redshift_emulator.column_attributes
        SELECT id, redshift_emulator.attnum_of(id, d.attname), d.length, x.encoding, x.distkey, x.sortkey
        FROM redshift_emulator.column_definition d
        JOIN redshift_emulator.column_attributes x ON x.relid = d.relid AND x.attnum = d.attnum
        WHERE d.relid = (shape->>'parent')::regclass AND redshift_emulator.attnum_of(id, d.attname) IS NOT NULL;
    END IF;
    PERFORM redshift_emulator.describe_columns(id, shape);
    PERFORM redshift_emulator.describe_keys(id, shape->'keys');
END $$;
CREATE OR REPLACE FUNCTION describe_column(name text, shape_text text) RETURNS void LANGUAGE sql AS
$$ SELECT redshift_emulator.describe_columns(name::regclass, shape_text::jsonb) $$;
-- A table that a query made: r_CREATE_TABLE_AS. Its columns are limited in bytes, and those of no length get the longest.
CREATE OR REPLACE FUNCTION describe_selected(name text, shape_text text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE d record; changes text := ''; bytes int; missing text; shape jsonb := shape_text::jsonb;
BEGIN
    -- DISTKEY (1) is the first column.
    FOR d IN SELECT attnum::text AS place, attname FROM redshift_emulator.column_definition WHERE relid = name::regclass LOOP
        IF shape->>'distkey' = d.place THEN shape := jsonb_set(shape, '{distkey}', to_jsonb(d.attname)); END IF;
        shape := jsonb_set(shape, '{sortkeys}', (SELECT coalesce(jsonb_agg(
            CASE WHEN k = to_jsonb(d.place) THEN to_jsonb(d.attname) ELSE k END ORDER BY i), '[]')
            FROM jsonb_array_elements(shape->'sortkeys') WITH ORDINALITY e(k, i)));
    END LOOP;
    SELECT k INTO missing FROM jsonb_array_elements_text((shape->'sortkeys') || (shape->'distkey')) k
        WHERE k IS NOT NULL AND redshift_emulator.attnum_of(name::regclass, k) IS NULL LIMIT 1;
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'column "%" named in key does not exist', missing USING ERRCODE = '42703';
    END IF;
    FOR d IN SELECT * FROM redshift_emulator.column_definition
            WHERE relid = name::regclass AND typname IN ('text', 'varchar', 'bpchar') LOOP
        bytes := CASE WHEN d.typname <> 'text' AND d.length > 0 THEN d.length ELSE 65535 END;
        IF d.typname <> 'bpchar' THEN
            changes := changes || format(', ALTER COLUMN %I TYPE varchar(%s)', d.attname, bytes);
        END IF;
        changes := changes || format(', ADD CONSTRAINT %I CHECK (octet_length(%I) <= %s)',
            'bytes_' || bytes || '_' || encode(substr(sha256(convert_to(d.attname, 'UTF8')), 1, 8), 'hex'), d.attname, bytes);
    END LOOP;
    IF changes <> '' THEN EXECUTE format('ALTER TABLE %s %s', name, substr(changes, 3)); END IF;
    PERFORM redshift_emulator.describe_table(name, shape::text, false);
END $$;
CREATE OR REPLACE FUNCTION forget_dropped() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    DELETE FROM redshift_emulator.table_attributes WHERE relid IN (SELECT objid FROM pg_event_trigger_dropped_objects()
        WHERE classid = 'pg_class'::regclass AND objsubid = 0);
    DELETE FROM redshift_emulator.table_keys WHERE relid IN (SELECT objid FROM pg_event_trigger_dropped_objects()
        WHERE classid = 'pg_class'::regclass AND objsubid = 0);
END $$;
DROP EVENT TRIGGER IF EXISTS redshift_emulator_forget;
CREATE EVENT TRIGGER redshift_emulator_forget ON sql_drop EXECUTE FUNCTION forget_dropped();

-- r_MERGE: neither end may be a view.
CREATE OR REPLACE FUNCTION require_table(source text, target text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_class WHERE oid IN (source::regclass, target::regclass) AND relkind <> 'r') THEN
        RAISE EXCEPTION 'MERGE source and target cannot be views' USING ERRCODE = '0A000';
    END IF;
    IF source::regclass = target::regclass THEN
        RAISE EXCEPTION 'MERGE source and target cannot be the same table' USING ERRCODE = '0A000';
    END IF;
END $$;
-- r_ALTER_TABLE, DROP COLUMN.
CREATE OR REPLACE FUNCTION require_plain(name text, col text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM redshift_emulator.column_definition WHERE relid = name::regclass AND attname = col
            AND (distkey OR sortkey <> 0)) THEN
        RAISE EXCEPTION 'cannot drop distkey or sortkey column "%"', col USING ERRCODE = '0A000';
    END IF;
END $$;
-- r_ALTER_TABLE, ALTER COLUMN TYPE: VARCHAR only, without default, key or the encodings named there. PostgreSQL itself refuses
-- it where a view is bound to the column.
CREATE OR REPLACE FUNCTION widen(name text, col text, bytes int, new_check text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE d record; longest int; old_check name;
BEGIN
    SELECT * INTO d FROM redshift_emulator.column_definition WHERE relid = name::regclass AND attname = col;
    IF d IS NULL THEN RAISE EXCEPTION 'column "%" of relation does not exist', col USING ERRCODE = '42703'; END IF;
    IF d.typname <> 'varchar' THEN
        RAISE EXCEPTION 'cannot alter type of column "%": it is not VARCHAR', col USING ERRCODE = '0A000';
    END IF;
    IF d.column_default IS NOT NULL OR lower(d.encoding) IN ('bytedict', 'runlength', 'text255', 'text32k') OR EXISTS (
            SELECT FROM redshift_emulator.table_keys k WHERE k.relid = d.relid AND d.attnum = ANY (k.conkey)) THEN
        RAISE EXCEPTION 'cannot alter type of a column with a default, a key or this encoding' USING ERRCODE = '0A000';
    END IF;
    EXECUTE format('SELECT max(octet_length(%I)) FROM %s', col, name) INTO longest;
    IF longest > bytes THEN
        RAISE EXCEPTION 'cannot alter column "%": its data is longer than the new size', col USING ERRCODE = '0A000';
    END IF;
    FOR old_check IN SELECT conname FROM pg_catalog.pg_constraint
        WHERE conrelid = d.relid AND contype = 'c' AND conkey = ARRAY[d.attnum::smallint] LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', name, old_check);
    END LOOP;
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE varchar(%s)', name, col, bytes);
    EXECUTE format('ALTER TABLE %s ADD %s', name, new_check);
END $$;

-- r_SHOW_TABLE.
CREATE OR REPLACE FUNCTION show_table(name text) RETURNS varchar LANGUAGE sql STABLE AS $$
SELECT format(E'CREATE TABLE %I.%I (\n', n.nspname, c.relname) || (
        SELECT string_agg('    ' || quote_ident(d.attname) || ' ' || d.type || CASE d.attidentity WHEN 'a' THEN ' IDENTITY(1,1)'
                WHEN 'd' THEN ' GENERATED BY DEFAULT AS IDENTITY(1,1)' ELSE coalesce(' DEFAULT ' || d.column_default, '') END
            || CASE WHEN d.attnotnull THEN ' NOT NULL' ELSE '' END
            || ' ENCODE ' || CASE d.encoding WHEN 'none' THEN 'raw' ELSE d.encoding END
            || CASE WHEN d.distkey THEN ' distkey' ELSE '' END, E',\n' ORDER BY d.attnum)
        FROM redshift_emulator.column_definition d WHERE d.relid = c.oid)
    || coalesce((SELECT string_agg(E',\n    ' || redshift_emulator.pg_get_constraintdef(k.oid), '' ORDER BY k.conname)
        FROM redshift_emulator.pg_constraint k WHERE k.conrelid = c.oid), '')
    || E'\n)\nDISTSTYLE ' || upper(coalesce(a.style, 'auto'))
    || coalesce(E'\nSORTKEY ( ' || (SELECT string_agg(quote_ident(d.attname), ', ' ORDER BY d.sortkey)
        FROM redshift_emulator.column_definition d WHERE d.relid = c.oid AND d.sortkey > 0) || ' )', '') || ';'
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN redshift_emulator.table_attributes a ON a.relid = c.oid
WHERE c.oid = name::regclass $$;
CREATE OR REPLACE FUNCTION show_view(name text) RETURNS varchar LANGUAGE sql STABLE AS
$$ SELECT coalesce((SELECT l.query || ' WITH NO SCHEMA BINDING' FROM redshift_emulator.late_views l WHERE l.relid = name::regclass),
    pg_get_viewdef(name::regclass))::varchar $$;
-- r_SHOW_TABLES and the pages beside it.
CREATE OR REPLACE FUNCTION show_tables(wanted text, pattern text) RETURNS TABLE (database_name varchar, schema_name varchar,
    table_name varchar, table_type varchar, table_acl varchar, remarks varchar) LANGUAGE sql STABLE AS $$
SELECT t.table_catalog, t.table_schema, t.table_name, CASE t.table_type WHEN 'VIEW' THEN 'VIEW' ELSE 'TABLE' END, NULL::varchar,
    t.remarks
FROM redshift_emulator.svv_tables t WHERE t.table_schema = wanted AND t.table_name LIKE pattern ORDER BY t.table_name $$;
CREATE OR REPLACE FUNCTION show_schemas(wanted text, pattern text) RETURNS TABLE (database_name varchar, schema_name varchar,
    schema_owner int, schema_type varchar, schema_acl varchar, source_database varchar, schema_option varchar) LANGUAGE sql STABLE AS $$
SELECT wanted::varchar, s.schema_name, 1, 'local'::varchar, NULL::varchar, NULL::varchar, NULL::varchar
FROM redshift_emulator.is_schemata s WHERE s.schema_name LIKE pattern ORDER BY s.schema_name $$;
CREATE OR REPLACE FUNCTION show_columns(of_schema text, of_table text, pattern text) RETURNS TABLE (database_name varchar,
    schema_name varchar, table_name varchar, column_name varchar, ordinal_position int, column_default varchar, is_nullable varchar,
    data_type varchar, character_maximum_length int, numeric_precision int, numeric_scale int, remarks varchar) LANGUAGE sql STABLE AS $$
SELECT c.table_catalog, c.table_schema, c.table_name, c.column_name, c.ordinal_position, c.column_default, c.is_nullable, c.data_type,
    c.character_maximum_length, c.numeric_precision, c.numeric_scale, c.remarks
FROM redshift_emulator.svv_columns c
WHERE c.table_schema = of_schema AND c.table_name = of_table AND c.column_name LIKE pattern ORDER BY c.ordinal_position $$;
CREATE OR REPLACE FUNCTION show_databases(pattern text) RETURNS TABLE (database_name varchar, database_owner int,
    database_type varchar, database_acl varchar, parameters varchar, database_isolation_level varchar) LANGUAGE sql STABLE AS $$
SELECT redshift_emulator.current_database(), 1, 'local'::varchar, NULL::varchar, NULL::varchar, 'Snapshot Isolation'::varchar
WHERE redshift_emulator.current_database() LIKE pattern $$;

-- A BOOLEAN is compared with 1 and 0: r_logical_condition.
CREATE OR REPLACE FUNCTION is_number(boolean, int) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1::int = $2 $$;
DO $do$ BEGIN
    CREATE OPERATOR pg_catalog.= (LEFTARG = boolean, RIGHTARG = int, FUNCTION = redshift_emulator.is_number);
EXCEPTION WHEN duplicate_function THEN NULL; END $do$;
-- An error of Redshift's for the types of some arguments. PostgreSQL raises it when it plans the statement, whatever the rows are.
CREATE OR REPLACE FUNCTION refuse(message text) RETURNS numeric LANGUAGE plpgsql IMMUTABLE AS
$$ BEGIN RAISE EXCEPTION '%', message USING ERRCODE = '42883'; END $$;
-- r_MOD: both DECIMAL or neither; no SMALLINT with a BIGINT.
DO $do$ DECLARE a text; b text; BEGIN
    FOREACH a IN ARRAY ARRAY['smallint', 'int', 'bigint', 'numeric'] LOOP
        FOREACH b IN ARRAY ARRAY['smallint', 'int', 'bigint', 'numeric'] LOOP
            EXECUTE format(
                'CREATE OR REPLACE FUNCTION redshift_emulator.mod(%s, %s) RETURNS %s LANGUAGE sql IMMUTABLE AS $f$ SELECT %s $f$', a, b,
                CASE WHEN a = b THEN a WHEN 'numeric' IN (a, b) OR 'int' NOT IN (a, b) THEN 'numeric' ELSE 'bigint' END,
                CASE WHEN a = b OR (a <> 'numeric' AND b <> 'numeric' AND 'int' IN (a, b)) THEN 'pg_catalog.mod($1, $2)'
                    ELSE format('redshift_emulator.refuse(%L)', format('function mod(%s, %s) does not exist', a, b)) END);
        END LOOP;
    END LOOP;
END $do$;
CREATE OR REPLACE FUNCTION trunc(numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT pg_catalog.trunc($1) $$;
CREATE OR REPLACE FUNCTION trunc(numeric, int) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT pg_catalog.trunc($1, $2) $$;
CREATE OR REPLACE FUNCTION trunc(double precision) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$ SELECT pg_catalog.trunc($1) $$;
-- r_TRUNC_date.
CREATE OR REPLACE FUNCTION trunc(timestamp) RETURNS date LANGUAGE sql IMMUTABLE AS $$ SELECT $1::date $$;

CREATE OR REPLACE FUNCTION version() RETURNS varchar LANGUAGE sql IMMUTABLE AS
$$ SELECT 'PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017 (Red Hat 3.4.2-6.fc3), '
    'Redshift 1.0.99999'::varchar $$;
CREATE OR REPLACE FUNCTION getdate() RETURNS timestamp LANGUAGE sql STABLE AS
$$ SELECT date_trunc('second', statement_timestamp())::timestamp $$;
CREATE OR REPLACE FUNCTION sysdate() RETURNS timestamp LANGUAGE sql STABLE AS $$ SELECT now()::timestamp $$;
CREATE OR REPLACE FUNCTION pg_last_copy_count() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('redshift_emulator.copy_count', true), ''), '0')::bigint $$;
CREATE OR REPLACE FUNCTION pg_last_unload_count() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('redshift_emulator.unload_count', true), ''), '0')::bigint $$;
CREATE OR REPLACE FUNCTION pg_last_copy_id() RETURNS int LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('redshift_emulator.copy_id', true), ''), '-1')::int $$;
CREATE OR REPLACE FUNCTION pg_last_query_id() RETURNS int LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('redshift_emulator.copy_id', true), ''), '-1')::int $$;
CREATE OR REPLACE FUNCTION len(text) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT char_length($1) $$;
CREATE OR REPLACE FUNCTION len(bytea) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT octet_length($1) $$;
CREATE OR REPLACE FUNCTION quote_literal(text) RETURNS varchar LANGUAGE sql IMMUTABLE AS
$$ SELECT pg_catalog.quote_literal($1)::varchar $$;
CREATE OR REPLACE FUNCTION charindex(text, text) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT strpos($2, $1) $$;
CREATE OR REPLACE FUNCTION concat(text, text) RETURNS varchar LANGUAGE sql IMMUTABLE AS $$ SELECT ($1 || $2)::varchar $$;
CREATE OR REPLACE FUNCTION to_hex(bytea) RETURNS varchar LANGUAGE sql IMMUTABLE AS $$ SELECT encode($1, 'hex')::varchar $$;
CREATE OR REPLACE FUNCTION to_hex(bigint) RETURNS varchar LANGUAGE sql IMMUTABLE AS $$ SELECT pg_catalog.to_hex($1)::varchar $$;
CREATE OR REPLACE FUNCTION from_hex(text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$ SELECT decode($1, 'hex') $$;
CREATE OR REPLACE FUNCTION to_varbyte(text, text) RETURNS bytea LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE lower($2) WHEN 'hex' THEN decode($1, 'hex') WHEN 'base64' THEN decode($1, 'base64')
    ELSE convert_to($1, 'UTF8') END $$;
CREATE OR REPLACE FUNCTION from_varbyte(bytea, text) RETURNS varchar LANGUAGE sql IMMUTABLE AS
$$ SELECT (CASE lower($2) WHEN 'hex' THEN encode($1, 'hex') WHEN 'base64' THEN encode($1, 'base64')
    ELSE convert_from($1, 'UTF8') END)::varchar $$;
CREATE OR REPLACE FUNCTION sha2(text, int) RETURNS varchar LANGUAGE sql IMMUTABLE AS
$$ SELECT encode(CASE $2 WHEN 224 THEN sha224(convert_to($1, 'UTF8')) WHEN 384 THEN sha384(convert_to($1, 'UTF8'))
    WHEN 512 THEN sha512(convert_to($1, 'UTF8')) ELSE sha256(convert_to($1, 'UTF8')) END, 'hex')::varchar $$;
-- NULL gives NULL, and white space, a sign and 0x may go before: r_STRTOL.
CREATE OR REPLACE FUNCTION strtol(text, int) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE result numeric := 0; digit int; c text; digits text := lower(ltrim($1)); negative boolean := left(ltrim($1), 1) = '-';
BEGIN
    IF left(digits, 1) IN ('-', '+') THEN digits := substr(digits, 2); END IF;
    IF $2 = 16 AND left(digits, 2) = '0x' THEN digits := substr(digits, 3); END IF;
    FOREACH c IN ARRAY regexp_split_to_array(digits, '') LOOP
        digit := strpos('0123456789abcdefghijklmnopqrstuvwxyz', c) - 1;
        IF digit < 0 OR digit >= $2 THEN
            RAISE EXCEPTION 'The input % is not valid to be converted to base %', $1, $2 USING ERRCODE = '22023';
        END IF;
        result := result * $2 + digit;
    END LOOP;
    RETURN CASE WHEN negative THEN -result ELSE result END::bigint;
END $$;
-- The same of at most 15 digits of an MD5 sum. It names its argument once, so that PostgreSQL inlines it, which halves what a
-- fingerprint costs.
CREATE OR REPLACE FUNCTION strtol_md5(text) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT pg_catalog.int8(('x' || $1)::varbit) $$;
-- FNV-1a, 64 bits: r_FNV_HASH.
CREATE OR REPLACE FUNCTION fnv_hash(text) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE hash numeric := 14695981039346656037; b bytea := convert_to($1, 'UTF8'); low int;
BEGIN
    FOR i IN 0 .. octet_length(b) - 1 LOOP
        low := (hash % 256)::int;
        hash := ((hash - low + (low # get_byte(b, i))) * 1099511628211) % 18446744073709551616;
    END LOOP;
    RETURN CASE WHEN hash > 9223372036854775807 THEN hash - 18446744073709551616 ELSE hash END;
END $$;
CREATE OR REPLACE FUNCTION regexp_replace(text, text, text DEFAULT '') RETURNS varchar LANGUAGE sql IMMUTABLE AS
$$ SELECT pg_catalog.regexp_replace($1, $2, $3, 'g')::varchar $$;
CREATE OR REPLACE FUNCTION json_parse(text) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$ SELECT $1::jsonb $$;
CREATE OR REPLACE FUNCTION json_serialize(jsonb) RETURNS varchar LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE jsonb_typeof($1)
        WHEN 'object' THEN '{' || coalesce((SELECT string_agg(to_jsonb(key)::text || ':' ||
            redshift_emulator.json_serialize(value), ',') FROM jsonb_each($1)), '') || '}'
        WHEN 'array' THEN '[' || coalesce((SELECT string_agg(redshift_emulator.json_serialize(value), ',')
            FROM jsonb_array_elements($1)), '') || ']'
        ELSE $1::text END;
END $$;
CREATE OR REPLACE FUNCTION is_valid_json(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN $1::jsonb IS NOT NULL;
EXCEPTION WHEN invalid_text_representation THEN RETURN false;
END $$;
CREATE OR REPLACE FUNCTION add_months(timestamp, int) RETURNS timestamp LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN $1::date = (date_trunc('month', $1) + interval '1 month - 1 day')::date
    THEN date_trunc('month', $1) + ($2 + 1) * interval '1 month' - interval '1 day' + ($1 - date_trunc('day', $1))
    ELSE $1 + $2 * interval '1 month' END $$;
CREATE OR REPLACE FUNCTION last_day(timestamp) RETURNS date LANGUAGE sql IMMUTABLE AS
$$ SELECT (date_trunc('month', $1) + interval '1 month - 1 day')::date $$;
CREATE OR REPLACE FUNCTION months_between(timestamp, timestamp) RETURNS double precision LANGUAGE sql IMMUTABLE AS
$$ SELECT (extract(year FROM $1) - extract(year FROM $2)) * 12 + extract(month FROM $1) - extract(month FROM $2)
    + (extract(day FROM $1) - extract(day FROM $2)) / 31.0 $$;
CREATE OR REPLACE FUNCTION convert_timezone(text, timestamp) RETURNS timestamp LANGUAGE sql STABLE AS
$$ SELECT $2 AT TIME ZONE 'UTC' AT TIME ZONE $1 $$;
CREATE OR REPLACE FUNCTION convert_timezone(text, text, timestamp) RETURNS timestamp LANGUAGE sql STABLE AS
$$ SELECT $3 AT TIME ZONE $1 AT TIME ZONE $2 $$;
CREATE OR REPLACE FUNCTION dateadd(text, bigint, timestamp) RETURNS timestamp LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE $1 WHEN 'quarter' THEN $3 + $2 * interval '3 months' WHEN 'month' THEN redshift_emulator.add_months($3, $2::int)
    WHEN 'year' THEN $3 + $2 * interval '1 year' WHEN 'week' THEN $3 + $2 * interval '7 days'
    ELSE $3 + $2 * ('1 ' || $1)::interval END $$;
CREATE OR REPLACE FUNCTION dateadd(text, bigint, time) RETURNS time LANGUAGE sql IMMUTABLE AS
$$ SELECT $3 + $2 * ('1 ' || $1)::interval $$;
-- PostgreSQL takes the literals of a call for the types of its favourite category.
CREATE OR REPLACE FUNCTION dateadd(text, bigint, timestamptz) RETURNS timestamp LANGUAGE sql STABLE AS
$$ SELECT redshift_emulator.dateadd($1, $2, $3::timestamp) $$;
-- Boundaries crossed: r_DATEDIFF_function.
CREATE OR REPLACE FUNCTION datediff(text, timestamp, timestamp) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT (CASE $1
    WHEN 'year' THEN extract(year FROM $3) - extract(year FROM $2)
    WHEN 'quarter' THEN (extract(year FROM $3) - extract(year FROM $2)) * 4 + extract(quarter FROM $3) - extract(quarter FROM $2)
    WHEN 'month' THEN (extract(year FROM $3) - extract(year FROM $2)) * 12 + extract(month FROM $3) - extract(month FROM $2)
    WHEN 'week' THEN (date_trunc('week', $3)::date - date_trunc('week', $2)::date) / 7
    WHEN 'day' THEN $3::date - $2::date
    WHEN 'hour' THEN extract(epoch FROM date_trunc('hour', $3) - date_trunc('hour', $2)) / 3600
    WHEN 'minute' THEN extract(epoch FROM date_trunc('minute', $3) - date_trunc('minute', $2)) / 60
    WHEN 'second' THEN extract(epoch FROM date_trunc('second', $3) - date_trunc('second', $2))
    WHEN 'millisecond' THEN extract(epoch FROM date_trunc('milliseconds', $3) - date_trunc('milliseconds', $2)) * 1000
    WHEN 'microsecond' THEN extract(epoch FROM $3 - $2) * 1000000 END)::bigint $$;
-- The same for microseconds alone, which fingerprints and control totals count: PostgreSQL can inline it.
CREATE OR REPLACE FUNCTION datediff_microsecond(timestamp, timestamp) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT (extract(epoch FROM $2 - $1) * 1000000)::bigint $$;
CREATE OR REPLACE FUNCTION datediff_microsecond(time, time) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT (extract(epoch FROM $2 - $1) * 1000000)::bigint $$;
-- Times of day: r_DATEDIFF_function.
CREATE OR REPLACE FUNCTION datediff(text, time, time) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT redshift_emulator.datediff($1, date '1970-01-01' + $2, date '1970-01-01' + $3) $$;
CREATE OR REPLACE FUNCTION datediff(text, timestamptz, timestamptz) RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT redshift_emulator.datediff($1, $2::timestamp, $3::timestamp) $$;
CREATE OR REPLACE FUNCTION datediff_microsecond(timestamptz, timestamptz) RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT redshift_emulator.datediff_microsecond($1::timestamp, $2::timestamp) $$;
CREATE OR REPLACE FUNCTION avg_step(numeric[], bigint) RETURNS numeric[] LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN $2 IS NULL THEN $1 ELSE ARRAY[$1[1] + $2, $1[2] + 1] END $$;
CREATE OR REPLACE FUNCTION avg_step(numeric[], int) RETURNS numeric[] LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN $2 IS NULL THEN $1 ELSE ARRAY[$1[1] + $2, $1[2] + 1] END $$;
CREATE OR REPLACE FUNCTION avg_step(numeric[], smallint) RETURNS numeric[] LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN $2 IS NULL THEN $1 ELSE ARRAY[$1[1] + $2, $1[2] + 1] END $$;
CREATE OR REPLACE FUNCTION avg_end(numeric[]) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN $1[2] = 0 THEN NULL ELSE trunc($1[1] / $1[2])::bigint END $$;
CREATE OR REPLACE FUNCTION avg_numeric_step(numeric[], numeric) RETURNS numeric[] LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN $2 IS NULL THEN $1 ELSE ARRAY[$1[1] + $2, $1[2] + 1] END $$;
CREATE OR REPLACE FUNCTION avg_numeric_end(numeric[]) RETURNS numeric LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN $1[2] = 0 THEN NULL ELSE $1[1] / $1[2] END $$;
CREATE OR REPLACE FUNCTION avg_float_step(double precision[], double precision) RETURNS double precision[] LANGUAGE sql
    IMMUTABLE AS $$ SELECT CASE WHEN $2 IS NULL THEN $1 ELSE ARRAY[$1[1] + $2, $1[2] + 1] END $$;
CREATE OR REPLACE FUNCTION avg_float_end(double precision[]) RETURNS double precision LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN $1[2] = 0 THEN NULL ELSE $1[1] / $1[2] END $$;
-- Whole numbers have a whole average: r_AVG.
CREATE OR REPLACE AGGREGATE avg(bigint) (sfunc = avg_step, stype = numeric[], finalfunc = avg_end, initcond = '{0,0}');
CREATE OR REPLACE AGGREGATE avg(int) (sfunc = avg_step, stype = numeric[], finalfunc = avg_end, initcond = '{0,0}');
CREATE OR REPLACE AGGREGATE avg(smallint) (
    sfunc = avg_step, stype = numeric[], finalfunc = avg_end, initcond = '{0,0}');
CREATE OR REPLACE AGGREGATE avg(numeric) (
    sfunc = avg_numeric_step, stype = numeric[], finalfunc = avg_numeric_end, initcond = '{0,0}');
CREATE OR REPLACE AGGREGATE avg(double precision) (
    sfunc = avg_float_step, stype = double precision[], finalfunc = avg_float_end, initcond = '{0,0}');

-- EXTRACT of a TIMESTAMP is whole; milliseconds and microseconds are those of the second: r_EXTRACT_function.
DO $do$
DECLARE part text; of_type text; expression text;
BEGIN
    FOREACH part IN ARRAY ARRAY['year', 'quarter', 'month', 'week', 'day', 'dow', 'doy', 'hour', 'minute', 'second',
        'millisecond', 'microsecond', 'epoch', 'decade', 'century', 'millennium'] LOOP
        FOREACH of_type IN ARRAY ARRAY['timestamp', 'date', 'timestamptz', 'time'] LOOP
            CONTINUE WHEN of_type = 'time'
                AND part NOT IN ('hour', 'minute', 'second', 'millisecond', 'microsecond', 'epoch');
            expression := CASE part
                WHEN 'millisecond' THEN '(floor(extract(milliseconds FROM $1)) % 1000)::int'
                WHEN 'microsecond' THEN '(extract(microseconds FROM $1) % 1000000)::int'
                WHEN 'epoch' THEN CASE of_type WHEN 'timestamptz' THEN 'extract(epoch FROM $1)::double precision'
                    ELSE 'floor(extract(epoch FROM $1))::bigint' END
                WHEN 'second' THEN 'floor(extract(second FROM $1))::int'
                ELSE format('extract(%s FROM $1)::int', part) END;
            EXECUTE format('CREATE OR REPLACE FUNCTION redshift_emulator.extract_%s(%s) RETURNS %s LANGUAGE sql STABLE AS $f$ SELECT %s $f$',
                part, of_type, CASE WHEN part <> 'epoch' THEN 'int' WHEN of_type = 'timestamptz' THEN 'double precision'
                    ELSE 'bigint' END, expression);
        END LOOP;
    END LOOP;
END $do$;
GRANT SELECT ON ALL TABLES IN SCHEMA redshift_emulator TO PUBLIC;
