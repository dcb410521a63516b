namespace Contabyx.RedshiftEmulator;

/// <summary>The functions that Redshift documents: <c>c_SQL_functions</c>.</summary>
internal static class FunctionList
{
    private static readonly HashSet<string> Same = Words(
        """
        count sum min max stddev stddev_samp stddev_pop variance var_samp var_pop bool_and bool_or bit_and bit_or coalesce nullif
        greatest least abs ceil ceiling floor round power pow sqrt cbrt exp ln log sign sin cos tan cot asin acos atan atan2 pi degrees
        radians upper lower initcap ltrim rtrim btrim lpad rpad replace substr left right strpos reverse repeat chr ascii translate
        octet_length char_length character_length md5 to_char to_date to_timestamp to_number date_trunc regexp_substr regexp_count
        regexp_instr split_part row_number rank dense_rank ntile lag lead first_value last_value percent_rank cume_dist random
        quote_ident timezone timeofday grouping
        """);

    private static readonly HashSet<string> Own = Words(
        """
        avg version getdate sysdate len add_months last_day months_between convert_timezone strtol to_hex from_hex charindex
        quote_literal to_varbyte from_varbyte json_parse json_serialize is_valid_json sha2 fnv_hash regexp_replace concat mod
        trunc pg_last_copy_count pg_last_unload_count pg_last_copy_id pg_last_query_id current_database pg_get_constraintdef
        """);

    // c_SQL_functions_leader_node_only, and those of PostgreSQL that work there: c_unsupported-postgresql-functions.
    private static readonly HashSet<string> OnLeader = Words(
        """
        generate_series now age isfinite get_byte set_bit set_byte to_ascii current_schema current_schemas has_database_privilege
        has_table_privilege has_schema_privilege pg_get_expr format_type obj_description col_description pg_table_is_visible
        pg_get_viewdef pg_get_userbyid array_to_string array_lower array_upper
        """);

    // c_SQL_functions_compute_node_only.
    private static readonly HashSet<string> OnComputeNodes = Words("listagg median percentile_cont percentile_disc");

    private static readonly HashSet<string> Aggregates = Words(
        """
        count sum avg stddev stddev_samp stddev_pop variance var_samp var_pop bool_and bool_or bit_and bit_or listagg median
        percentile_cont percentile_disc any_value
        """);

    // Those that the emulator has not.
    private static readonly HashSet<string> Documented = Words(
        """
        db_collation mask_get_policy_for_role_on_column mask_get_policy_for_user_on_column pg_timezone_abbrevs pg_timezone_names
        proc_is_rls_safe addbbox any_value array array_concat array_contains array_distinct array_except array_flatten array_intersection
        array_position array_positions array_sort array_union arrays_overlap bpcharcmp bttext_pattern_cmp can_json_parse
        change_query_priority change_session_priority change_user_priority checksum collate crc32 current_aws_account
        current_namespace current_user_id date_cmp date_cmp_timestamp date_cmp_timestamptz date_part_year decimal_precision
        decimal_scale default_iam_role difference dropbbox explain_model farmfingerprint64 func_sha1 geometrytype get_array_length
        getbit grouping_id h3_boundary h3_center h3_fromlonglat h3_frompoint h3_isvalid h3_polyfill h3_resolution h3_tochildren
        h3_toparent has_assumerole_privilege hll hll_cardinality hll_combine hll_combine_sketches hll_create_sketch interval_cmp
        is_array is_bigint is_boolean is_char is_decimal is_float is_integer is_object is_scalar is_smallint is_valid_json_array
        is_varbyte is_varchar json_array_length json_extract_array_element_text json_extract_path_text json_serialize_to_varbyte
        json_size json_typeof lower_attribute_names murmur3_32_hash next_day nth_value object object_transform octetindex
        percentile_disc pg_cancel_backend pg_get_cols pg_get_grantee_by_iam_role pg_get_iam_role_by_user
        pg_get_late_binding_view_cols pg_last_unload_id pg_terminate_backend ratio_to_report reboot_cluster
        role_is_member_of set_config sha sha1 size slice_num soundex split_to_array st_addpoint st_angle st_area st_asbinary
        st_asewkb st_asewkt st_asgeojson st_ashexewkb st_ashexwkb st_astext st_azimuth st_boundary st_buffer st_centroid st_collect
        st_contains st_containsproperly st_convexhull st_coveredby st_covers st_crosses st_dimension st_disjoint st_distance
        st_distancesphere st_dwithin st_endpoint st_envelope st_equals st_exteriorring st_force2d st_force3d st_force3dm st_force3dz
        st_force4d st_geogfromtext st_geogfromwkb st_geohash st_geometryn st_geometrytype st_geomfromewkb st_geomfromewkt
        st_geomfromgeohash st_geomfromgeojson st_geomfromtext st_geomfromwkb st_interiorringn st_intersection st_intersects
        st_isclosed st_iscollection st_isempty st_ispolygonccw st_ispolygoncw st_isring st_issimple st_isvalid st_length st_length2d
        st_lengthsphere st_linefrommultipoint st_lineinterpolatepoint st_m st_makeenvelope st_makeline st_makepoint st_makepolygon
        st_memsize st_mmax st_mmin st_multi st_ndims st_npoints st_nrings st_numgeometries st_numinteriorrings st_numpoints
        st_perimeter st_perimeter2d st_point st_pointn st_points st_polygon st_removepoint st_reverse st_setpoint st_setsrid
        st_simplify st_srid st_startpoint st_touches st_transform st_union st_within st_x st_xmax st_xmin st_y st_ymax st_ymin st_z
        st_zmax st_zmin subarray supportsbbox text_to_int_alt text_to_numeric_alt timestamp_cmp timestamp_cmp_date
        timestamp_cmp_timestamptz timestamptz_cmp timestamptz_cmp_date timestamptz_cmp_timestamp upper_attribute_names
        user_is_member_of xxhash64
        """);

    /// <summary>PostgreSQL's name of the function; NULL: Redshift has it, and the emulator has not.</summary>
    /// <exception cref="RedshiftException">There is no such function.</exception>
    public static string? Find(string name) => name switch
    {
        "length" or "textlen" => "redshift_emulator.len",
        "nvl" => "coalesce",
        "dlog10" => "log",
        "dlog1" => "ln",
        "dexp" => "exp",
        "replicate" => "repeat",
        "pg_backend_pid" => name,
        _ when Own.Contains(name) => $"redshift_emulator.{name}",
        _ when Same.Contains(name) || OnLeader.Contains(name) => name,
        _ when Documented.Contains(name) => null,
        _ => throw new RedshiftException("42883", $"function {name}() does not exist"),
    };

    public static bool IsLeaderOnly(string name) => OnLeader.Contains(name);

    public static bool IsComputeOnly(string name) => OnComputeNodes.Contains(name);

    /// <summary>An aggregate function other than MIN and MAX.</summary>
    public static bool IsAggregate(string name) => Aggregates.Contains(name);

    private static HashSet<string> Words(string words) =>
        new(words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
