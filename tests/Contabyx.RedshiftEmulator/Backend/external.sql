-- External schemas and tables (c-using-spectrum), and late-binding views (r_CREATE_VIEW). Run after emulator.sql; it may be run again.
-- The external catalogue outlives its schemas: databases, tables and partitions stay when a schema is dropped.
SET LOCAL search_path = redshift_emulator, pg_catalog;
CREATE TABLE IF NOT EXISTS external_databases (name text PRIMARY KEY);
CREATE TABLE IF NOT EXISTS external_schemas (nspoid oid PRIMARY KEY, database text NOT NULL, role text NOT NULL);
CREATE TABLE IF NOT EXISTS external_tables (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, database text NOT NULL, name text NOT NULL, location text NOT NULL,
    columns jsonb NOT NULL, keys jsonb NOT NULL, parameters text NOT NULL, UNIQUE (database, name));
CREATE TABLE IF NOT EXISTS external_partitions (
    table_id int NOT NULL REFERENCES external_tables ON DELETE CASCADE, values jsonb NOT NULL, location text NOT NULL,
    PRIMARY KEY (table_id, values));
DO $do$ BEGIN
    CREATE TYPE new_partition AS (key_values jsonb, location text);
EXCEPTION WHEN duplicate_object THEN NULL; END $do$;

CREATE OR REPLACE FUNCTION forget_late() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    DELETE FROM redshift_emulator.late_views WHERE relid IN (SELECT objid FROM pg_event_trigger_dropped_objects()
        WHERE classid = 'pg_class'::regclass AND objsubid = 0);
    DELETE FROM redshift_emulator.external_schemas WHERE nspoid IN (SELECT objid FROM pg_event_trigger_dropped_objects()
        WHERE classid = 'pg_namespace'::regclass);
END $$;
DROP EVENT TRIGGER IF EXISTS redshift_emulator_forget_late;
CREATE EVENT TRIGGER redshift_emulator_forget_late ON sql_drop EXECUTE FUNCTION forget_late();

-- The schema is there, it is external, and it is the user's: r_CREATE_EXTERNAL_TABLE.
CREATE OR REPLACE FUNCTION require_owner(wanted text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE n record;
BEGIN
    SELECT s.oid, s.nspowner, e.nspoid IS NOT NULL AS external INTO n
    FROM pg_namespace s LEFT JOIN redshift_emulator.external_schemas e ON e.nspoid = s.oid WHERE s.nspname = wanted;
    IF n IS NULL THEN RAISE EXCEPTION 'schema "%" does not exist', wanted USING ERRCODE = '3F000'; END IF;
    IF NOT n.external THEN
        RAISE EXCEPTION '"%" is not an external schema', wanted USING ERRCODE = '42809';
    END IF;
    IF NOT pg_has_role(n.nspowner, 'usage') THEN
        RAISE EXCEPTION 'must be owner of schema %', wanted USING ERRCODE = '42501';
    END IF;
END $$;
CREATE OR REPLACE FUNCTION require_schemas(wanted text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE missing text;
BEGIN
    SELECT w INTO missing FROM unnest(wanted) w WHERE NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = w) LIMIT 1;
    IF missing IS NOT NULL THEN RAISE EXCEPTION 'schema "%" does not exist', missing USING ERRCODE = '3F000'; END IF;
END $$;
CREATE OR REPLACE FUNCTION database_of(wanted text) RETURNS text LANGUAGE sql STABLE AS $$
SELECT e.database FROM redshift_emulator.external_schemas e JOIN pg_namespace n ON n.oid = e.nspoid WHERE n.nspname = wanted $$;
CREATE OR REPLACE FUNCTION external_id(of_schema text, wanted text) RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE id int := (SELECT t.id FROM redshift_emulator.external_tables t
    WHERE t.database = redshift_emulator.database_of(of_schema) AND t.name = wanted);
BEGIN
    IF id IS NULL THEN RAISE EXCEPTION 'relation "%.%" does not exist', of_schema, wanted USING ERRCODE = '42P01'; END IF;
    RETURN id;
END $$;

CREATE OR REPLACE FUNCTION create_external_schema(wanted text, of_database text, role text, creates boolean, may_exist boolean)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE id oid := (SELECT oid FROM pg_namespace WHERE nspname = wanted);
BEGIN
    IF may_exist AND EXISTS (SELECT FROM redshift_emulator.external_schemas WHERE nspoid = id) THEN RETURN; END IF;
    IF creates THEN
        INSERT INTO redshift_emulator.external_databases VALUES (of_database) ON CONFLICT DO NOTHING;
    ELSIF NOT EXISTS (SELECT FROM redshift_emulator.external_databases WHERE name = of_database) THEN
        RAISE EXCEPTION 'External database "%" does not exist', of_database
            USING ERRCODE = '3D000', DETAIL = 'CREATE EXTERNAL DATABASE IF NOT EXISTS creates it.';
    END IF;
    INSERT INTO redshift_emulator.external_schemas VALUES (id, of_database, role);
END $$;
-- r_DROP_SCHEMA.
CREATE OR REPLACE FUNCTION drop_external_database(of_schema text, cascades boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE dropped text := redshift_emulator.database_of(of_schema);
BEGIN
    IF dropped IS NULL THEN RETURN; END IF;
    IF NOT cascades AND EXISTS (SELECT FROM redshift_emulator.external_tables WHERE database = dropped) THEN
        RAISE EXCEPTION 'cannot drop external database "%" because it has tables', dropped USING ERRCODE = '2BP01';
    END IF;
    DELETE FROM redshift_emulator.external_tables WHERE database = dropped;
    DELETE FROM redshift_emulator.external_databases WHERE name = dropped;
END $$;
CREATE OR REPLACE FUNCTION create_external_table(of_schema text, wanted text, columns jsonb, keys jsonb, location text, parameters text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO redshift_emulator.external_tables (database, name, location, columns, keys, parameters)
    VALUES (redshift_emulator.database_of(of_schema), wanted, location, columns, keys, parameters);
EXCEPTION WHEN unique_violation THEN
    RAISE EXCEPTION 'Table "%" already exists in the external database', wanted USING ERRCODE = '42P07';
END $$;
CREATE OR REPLACE FUNCTION drop_external_table(of_schema text, wanted text, may_lack boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    DELETE FROM redshift_emulator.external_tables
    WHERE database = redshift_emulator.database_of(of_schema) AND name = wanted;
    IF NOT FOUND AND NOT may_lack THEN
        RAISE EXCEPTION 'table "%.%" does not exist', of_schema, wanted USING ERRCODE = '42P01';
    END IF;
END $$;
-- The values of a partition, as texts of the keys' types: 2015 and '2015' are the same INTEGER.
CREATE OR REPLACE FUNCTION partition_of(id int, key_values jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE k jsonb; keys jsonb := (SELECT t.keys FROM redshift_emulator.external_tables t WHERE t.id = $1); v text; result jsonb := '{}';
BEGIN
    IF jsonb_array_length(keys) <> (SELECT count(*) FROM jsonb_object_keys(key_values)) THEN
        RAISE EXCEPTION 'the partition must have a value for each partition column' USING ERRCODE = '42601';
    END IF;
    FOR k IN SELECT jsonb_array_elements(keys) LOOP
        IF NOT key_values ? (k->>'name') THEN
            RAISE EXCEPTION 'partition column "%" has no value', k->>'name' USING ERRCODE = '42703';
        END IF;
        EXECUTE format('SELECT (%L::%s)::text', key_values->>(k->>'name'), k->>'type') INTO v;
        result := result || jsonb_build_object(k->>'name', v);
    END LOOP;
    RETURN result;
END $$;
CREATE OR REPLACE FUNCTION add_partitions(of_schema text, of_table text, added new_partition[], may_exist boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE p redshift_emulator.new_partition; id int := redshift_emulator.external_id(of_schema, of_table); key_values jsonb;
BEGIN
    FOREACH p IN ARRAY added LOOP
        key_values := redshift_emulator.partition_of(id, p.key_values);
        IF EXISTS (SELECT FROM redshift_emulator.external_partitions e WHERE e.table_id = id AND e.values = key_values) THEN
            CONTINUE WHEN may_exist;
            RAISE EXCEPTION 'Partition already exists.' USING ERRCODE = '42710';
        END IF;
        INSERT INTO redshift_emulator.external_partitions VALUES (id, key_values, p.location);
    END LOOP;
END $$;
CREATE OR REPLACE FUNCTION drop_partition(of_schema text, of_table text, key_values jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE id int := redshift_emulator.external_id(of_schema, of_table);
BEGIN
    DELETE FROM redshift_emulator.external_partitions e
    WHERE e.table_id = id AND e.values = redshift_emulator.partition_of(id, key_values);
    IF NOT FOUND THEN RAISE EXCEPTION 'Partition does not exist.' USING ERRCODE = '42704'; END IF;
END $$;
-- NULL: the table's own location.
CREATE OR REPLACE FUNCTION set_location(of_schema text, of_table text, key_values jsonb, new_location text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE wanted int := redshift_emulator.external_id(of_schema, of_table);
BEGIN
    IF key_values IS NULL THEN
        UPDATE redshift_emulator.external_tables t SET location = new_location WHERE t.id = wanted;
        RETURN;
    END IF;
    UPDATE redshift_emulator.external_partitions e SET location = new_location
    WHERE e.table_id = wanted AND e.values = redshift_emulator.partition_of(wanted, key_values);
    IF NOT FOUND THEN RAISE EXCEPTION 'Partition does not exist.' USING ERRCODE = '42704'; END IF;
END $$;

-- The view in PostgreSQL that has the place of a late-binding view: its name, its owner and its rights are the view's.
CREATE OR REPLACE FUNCTION note_late_view(id regclass, new_query text, new_columns text[]) RETURNS void LANGUAGE sql SECURITY DEFINER AS $$
INSERT INTO redshift_emulator.late_views VALUES (id, new_query, new_columns)
ON CONFLICT (relid) DO UPDATE SET query = new_query, columns = new_columns $$;
CREATE OR REPLACE FUNCTION create_late_view(name text, new_query text, new_columns text[], replaces boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF replaces AND to_regclass(name) IS NOT NULL AND EXISTS (SELECT FROM pg_class WHERE oid = to_regclass(name) AND relkind <> 'v') THEN
        RAISE EXCEPTION '% is not a view', name USING ERRCODE = '42809';
    END IF;
    IF replaces AND EXISTS (SELECT FROM pg_class WHERE oid = to_regclass(name)
            AND NOT EXISTS (SELECT FROM redshift_emulator.late_views l WHERE l.relid = to_regclass(name))) THEN
        RAISE EXCEPTION 'cannot replace a view that is bound to its tables by one that is not' USING ERRCODE = '42P16';
    END IF;
    EXECUTE format('CREATE %s VIEW %s AS SELECT NULL::int AS late_binding_view LIMIT 0', CASE WHEN replaces THEN 'OR REPLACE' END, name);
    PERFORM redshift_emulator.note_late_view(name::regclass, new_query, new_columns);
END $$;

-- What names stand for. Rights are those of a user, who is the owner of the view around a name, where there is one.
CREATE OR REPLACE FUNCTION late_views_of(names text[], as_user name) RETURNS TABLE (
    place int, owner text, query text, columns text[], may_select boolean, runs_as_owner boolean) LANGUAGE sql STABLE AS $$
SELECT n.place::int, o.rolname::text, l.query, l.columns,
    has_table_privilege(as_user, l.relid, 'select') AND has_schema_privilege(as_user, c.relnamespace, 'usage'),
    NOT (o.rolname = as_user OR (o.rolsuper AND u.rolsuper))
FROM unnest(names) WITH ORDINALITY n(name, place)
JOIN redshift_emulator.late_views l ON l.relid = to_regclass(n.name)
JOIN pg_class c ON c.oid = l.relid JOIN pg_roles o ON o.oid = c.relowner JOIN pg_roles u ON u.rolname = as_user $$;
CREATE OR REPLACE FUNCTION external_schemas_of(names text[], as_user name) RETURNS TABLE (
    name text, database text, role text, may_use boolean) LANGUAGE sql STABLE AS $$
SELECT n.nspname::text, e.database, e.role,
    has_schema_privilege(as_user, n.oid, 'usage') AND has_schema_privilege(current_user, n.oid, 'usage')
FROM redshift_emulator.external_schemas e JOIN pg_namespace n ON n.oid = e.nspoid WHERE n.nspname = ANY (names) $$;
-- A query that runs with the rights of a view's owner. A function is not bound to the tables that its text names, as a view would be.
-- Returns the query that calls it, with the dimensions of the columns.
CREATE OR REPLACE FUNCTION as_owner(owner text, query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE called text := 'late_' || md5(owner || query); id regclass; fields text; items text;
BEGIN
    EXECUTE format('CREATE TEMP VIEW %I AS %s', called, query);
    id := ('pg_temp.' || called)::regclass;
    SELECT string_agg(format('%I %s', attname, format_type(atttypid, NULL)), ', ' ORDER BY attnum),
        string_agg(format('%I::%s AS %I', attname, format_type(atttypid, atttypmod), attname), ', ' ORDER BY attnum)
    INTO fields, items FROM pg_attribute WHERE attrelid = id AND attnum > 0;
    EXECUTE format('DROP VIEW pg_temp.%I', called);
    EXECUTE format('DROP FUNCTION IF EXISTS pg_temp.%I()', called);
    EXECUTE format('CREATE FUNCTION pg_temp.%I() RETURNS TABLE (%s) LANGUAGE sql STABLE SECURITY DEFINER AS %L', called, fields, query);
    EXECUTE format('ALTER FUNCTION pg_temp.%I() OWNER TO %I', called, owner);
    RETURN format('SELECT %s FROM pg_temp.%I()', items, called);
END $$;

CREATE OR REPLACE FUNCTION readable_late_views() RETURNS TABLE (schemaname text, viewname text) LANGUAGE sql STABLE AS $$
SELECT n.nspname::text, c.relname::text FROM redshift_emulator.late_views l JOIN pg_class c ON c.oid = l.relid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE has_schema_privilege(n.oid, 'usage') AND has_table_privilege(c.oid, 'select') ORDER BY 1, 2 $$;
-- The columns of a query, as rows of SVV_COLUMNS; NULL: it cannot be read.
CREATE OR REPLACE FUNCTION columns_of(query text, of_schema text, of_view text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE result jsonb;
BEGIN
    EXECUTE 'CREATE TEMP VIEW spectrum_columns_of AS ' || query;
    SELECT jsonb_agg(jsonb_build_object('table_catalog', redshift_emulator.current_database(), 'table_schema', of_schema,
        'table_name', of_view, 'column_name', a.attname, 'ordinal_position', a.attnum, 'is_nullable', 'YES',
        'data_type', CASE t.typname WHEN 'bytea' THEN 'binary varying' WHEN 'jsonb' THEN 'super' ELSE format_type(a.atttypid, NULL) END,
        'character_maximum_length', CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 0 THEN a.atttypmod - 4 END,
        'numeric_precision', CASE t.typname WHEN 'numeric' THEN (a.atttypmod - 4) >> 16 WHEN 'int2' THEN 16 WHEN 'int4' THEN 32
            WHEN 'int8' THEN 64 WHEN 'float4' THEN 24 WHEN 'float8' THEN 53 END,
        'numeric_scale', CASE t.typname WHEN 'numeric' THEN (a.atttypmod - 4) & 65535 WHEN 'int2' THEN 0 WHEN 'int4' THEN 0
            WHEN 'int8' THEN 0 END) ORDER BY a.attnum)
    INTO result FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = 'pg_temp.spectrum_columns_of'::regclass AND a.attnum > 0;
    DROP VIEW pg_temp.spectrum_columns_of;
    RETURN result;
EXCEPTION WHEN OTHERS THEN RETURN NULL;
END $$;

CREATE OR REPLACE VIEW pg_views AS
SELECT v.schemaname, v.viewname, v.viewowner, coalesce(l.query || ' WITH NO SCHEMA BINDING', v.definition) AS definition
FROM pg_catalog.pg_views v JOIN pg_namespace n ON n.nspname = v.schemaname
JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = v.viewname LEFT JOIN redshift_emulator.late_views l ON l.relid = c.oid
WHERE v.schemaname NOT IN ('redshift_emulator', 'pg_catalog', 'information_schema');
CREATE OR REPLACE VIEW svv_external_schemas AS
SELECT n.oid AS esoid, 1::smallint AS eskind, n.nspname AS schemaname, n.nspowner::int AS esowner, e.database AS databasename,
    jsonb_build_object('IAM_ROLE', e.role)::text AS esoptions
FROM external_schemas e JOIN pg_namespace n ON n.oid = e.nspoid;
CREATE OR REPLACE VIEW visible_external_tables AS
SELECT n.nspname AS schemaname, t.* FROM external_tables t JOIN external_schemas e ON e.database = t.database
JOIN pg_namespace n ON n.oid = e.nspoid;
CREATE OR REPLACE VIEW svv_external_tables AS
SELECT redshift_emulator.current_database()::text AS redshift_database_name, schemaname::text, name AS tablename,
    'TABLE'::text AS tabletype, rtrim(location, '/') AS location,
    'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'::text AS input_format,
    'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'::text AS output_format,
    'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'::text AS serialization_lib,
    '{"serialization.format":"1"}'::text AS serde_parameters, 0 AS compressed, parameters
FROM visible_external_tables WHERE has_schema_privilege(schemaname, 'usage');
-- Types have the names of Hive.
CREATE OR REPLACE VIEW svv_external_columns AS
SELECT redshift_emulator.current_database()::text AS redshift_database_name, schemaname::text, t.name AS tablename,
    c.field->>'name' AS columnname, CASE c.field->>'type' WHEN 'integer' THEN 'int' WHEN 'double precision' THEN 'double'
        WHEN 'real' THEN 'float' ELSE replace(c.field->>'type', 'numeric', 'decimal') END AS external_type,
    c.place::int AS columnnum, greatest(c.place - jsonb_array_length(t.columns), 0)::int AS part_key, ''::text AS is_nullable
FROM visible_external_tables t CROSS JOIN LATERAL jsonb_array_elements(t.columns || t.keys) WITH ORDINALITY c(field, place)
WHERE has_schema_privilege(schemaname, 'usage');
-- SVV_TABLES and SVV_COLUMNS show local and external tables, INFORMATION_SCHEMA the local ones alone: r_SVV_TABLES, r_SVV_COLUMNS,
-- r_CREATE_EXTERNAL_TABLE_usage.
CREATE OR REPLACE VIEW svv_tables AS
SELECT * FROM local_tables
UNION ALL SELECT redshift_emulator.current_database(), schemaname::varchar, name::varchar, 'EXTERNAL TABLE'::varchar, NULL::varchar
FROM visible_external_tables WHERE has_schema_privilege(schemaname, 'usage');
CREATE OR REPLACE VIEW svv_columns AS
SELECT * FROM local_columns
UNION ALL SELECT c.* FROM visible_external_tables t
CROSS JOIN LATERAL jsonb_array_elements(t.columns || t.keys) WITH ORDINALITY f(field, place)
CROSS JOIN LATERAL regexp_match(f.field->>'type', '^([a-z ]+)(?:\((\d+)(?:,(\d+))?\))?$') m
CROSS JOIN LATERAL jsonb_populate_record(NULL::redshift_emulator.local_columns, jsonb_build_object(
    'table_catalog', redshift_emulator.current_database(), 'table_schema', t.schemaname, 'table_name', t.name,
    'column_name', f.field->>'name', 'ordinal_position', f.place, 'is_nullable', 'YES', 'data_type', format_type(m[1]::regtype, NULL),
    'character_maximum_length', CASE WHEN m[1] IN ('varchar', 'char') THEN m[2]::int END,
    'numeric_precision', CASE WHEN m[1] = 'numeric' THEN m[2]::int END,
    'numeric_scale', CASE WHEN m[1] = 'numeric' THEN m[3]::int END)) c
WHERE has_schema_privilege(t.schemaname, 'usage');
-- The location is cut at 128 characters: r_SVV_EXTERNAL_PARTITIONS.
CREATE OR REPLACE VIEW svv_external_partitions AS
SELECT t.schemaname::text, t.name AS tablename,
    (SELECT '[' || string_agg(to_jsonb(p.values->>(k.field->>'name'))::text, ',' ORDER BY k.place) || ']'
        FROM jsonb_array_elements(t.keys) WITH ORDINALITY k(field, place)) AS "values",
    left(rtrim(p.location, '/'), 128) AS location,
    'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'::text AS input_format,
    'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'::text AS output_format,
    'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'::text AS serialization_lib,
    '{"serialization.format":"1"}'::text AS serde_parameters, 0 AS compressed, '{}'::text AS parameters
FROM visible_external_tables t JOIN external_partitions p ON p.table_id = t.id WHERE has_schema_privilege(t.schemaname, 'usage');
GRANT SELECT ON ALL TABLES IN SCHEMA redshift_emulator TO PUBLIC;
