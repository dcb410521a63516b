namespace Contabyx.RedshiftEmulator;

/// <summary>The functions that Redshift documents (<c>c_SQL_functions</c>) and the emulator has.</summary>
internal static class FunctionList
{
    private static readonly HashSet<string> Same = Words(
        """
        count sum min max stddev stddev_samp stddev_pop variance var_samp var_pop bool_and bool_or coalesce nullif
        greatest least abs ceil ceiling floor round trunc mod power sqrt exp ln log sign upper lower initcap ltrim rtrim
        btrim lpad rpad replace substr left right strpos reverse repeat chr ascii translate octet_length char_length
        character_length md5 to_char to_date to_timestamp to_number date_trunc regexp_substr regexp_count regexp_instr
        split_part row_number rank dense_rank ntile lag lead first_value last_value percent_rank cume_dist random
        quote_ident quote_literal has_table_privilege has_schema_privilege
        """);

    private static readonly HashSet<string> Own = Words(
        """
        avg version getdate sysdate len add_months last_day months_between convert_timezone strtol to_hex from_hex
        to_varbyte from_varbyte json_parse json_serialize is_valid_json sha2 fnv_hash regexp_replace concat
        pg_last_copy_count pg_last_copy_id pg_last_query_id current_database pg_get_constraintdef
        """);

    private static readonly HashSet<string> OnLeader = Words(
        "generate_series now current_schema current_schemas pg_get_expr format_type obj_description col_description "
        + "pg_table_is_visible pg_backend_pid");

    /// <summary>PostgreSQL's name of the function.</summary>
    public static string Find(string name) => name switch
    {
        "length" => "redshift_emulator.len",
        "nvl" => "coalesce",
        "dlog10" => "log",
        _ when Own.Contains(name) => $"redshift_emulator.{name}",
        _ when Same.Contains(name) || OnLeader.Contains(name) => name,
        _ => throw new RedshiftException(
            "42883",
            $"function {name}() does not exist",
            hint: "No function that the emulator knows matches the given name."),
    };

    /// <summary>Leader-node only: <c>c_SQL_functions_leader_node_only</c>. PG_BACKEND_PID works on tables, too.</summary>
    public static bool IsLeaderOnly(string name) => OnLeader.Contains(name) && name != "pg_backend_pid";

    private static HashSet<string> Words(string words) =>
        new(words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
