namespace Contabyx.RedshiftEmulator;

/// <content>SET, RESET and SHOW: <c>r_SET</c>, and the parameters of <c>cm_chap_ConfigurationRef</c>.</content>
internal sealed partial class Grammar
{
    private static readonly HashSet<string> OfPostgres = new(StringComparer.Ordinal)
    {
        "search_path", "statement_timeout", "timezone", "datestyle", "extra_float_digits", "client_encoding",
        "application_name", "client_min_messages",
    };

    private static readonly HashSet<string> OfRedshift = new(StringComparer.Ordinal)
    {
        "analyze_threshold_percent", "cast_super_null_on_error", "datashare_break_glass_session_var", "default_geometry_encoding",
        "describe_field_name_in_uppercase", "downcase_delimited_identifier", "enable_case_sensitive_identifier",
        "enable_case_sensitive_super_attribute", "enable_numeric_rounding", "enable_result_cache_for_session",
        "enable_spectrum_oid", "enable_vacuum_boost", "error_on_nondeterministic_update", "interval_forbid_composite_literals",
        "intervalstyle", "json_parse_dedup_attributes", "json_parse_truncate_strings", "json_serialization_enable",
        "json_serialization_parse_nested_strings", "max_concurrency_scaling_clusters", "max_cursor_result_set_size",
        "mv_enable_aqmv_for_session", "navigate_super_null_on_error", "parse_super_null_on_error", "pg_federation_repeatable_read",
        "query_group", "spectrum_enable_pseudo_columns", "spectrum_query_maxerror", "stored_proc_log_min_messages", "use_fips_ssl",
        "wlm_query_slot_count",
    };

    private Plan Set()
    {
        Skipped("SET");
        if (Is("TRANSACTION"))
            throw RedshiftException.NotSupported("SET TRANSACTION is");
        var local = Pass("LOCAL") ? "LOCAL " : "";
        Pass("SESSION");
        var name = ParameterName();
        if (name != "timezone" || !tokens[_at - 1].Is("ZONE"))
            Assign();
        var value = Capture(() => List(Value));
        return Setting($"SET {local}{Parameter(name)} TO {value}", "SET", name, value);
    }

    /// <summary>A parameter, or a session context variable of two parts: <c>r_SET</c>.</summary>
    private string ParameterName()
    {
        if (Pass("TIME", "ZONE"))
            return "timezone";
        var name = Identifier(anyWord: true);
        return PassSymbol(".") ? $"{name}.{Identifier()}" : name;
    }

    private void Assign()
    {
        if (!Pass("TO"))
            SkippedSymbol("=");
    }

    private void Value()
    {
        TakeSymbol("-");
        switch (Here.Kind)
        {
            case TokenKind.Text:
                Write(Quoted.Text(Literal()));
                break;
            case TokenKind.Number:
                Write(tokens[_at++].Value);
                break;
            case TokenKind.Word when Is("DEFAULT"):
                Expect("DEFAULT");
                break;
            default:
                Write(Quoted.Text(Identifier(anyWord: true)));
                break;
        }
    }

    private Plan Reset()
    {
        Skipped("RESET");
        var name = ParameterName();
        return Setting($"RESET {Parameter(name)}", "RESET", name, "'off'");
    }

    private static Plan Setting(string sql, string tag, string name, string value) => new()
    {
        Sql = sql,
        Tag = tag,
        CaseSensitive = name == "enable_case_sensitive_identifier" ? value.Trim('\'') is "on" or "true" or "1" : null,
    };

    private Plan Show()
    {
        Skipped("SHOW");
        if (Pass("TABLE"))
            return Shown($"show_table({Quoted.Text(TableName())})", "Show Table DDL statement");
        if (Pass("VIEW"))
            return Shown($"show_view({Quoted.Text(TableName())})", "Show View DDL statement");
        if (Pass("TABLES", "FROM", "SCHEMA"))
            return Listed("show_tables", Quoted.Text(Qualify(2)[^1]));
        if (Pass("SCHEMAS", "FROM", "DATABASE"))
            return Listed("show_schemas", Quoted.Text(Qualify(1)[^1]));
        if (Pass("COLUMNS", "FROM", "TABLE"))
        {
            return Qualify(3) is [.., var schema, var table]
                ? Listed("show_columns", $"{Quoted.Text(schema)}, {Quoted.Text(table)}")
                : throw Unexpected();
        }

        if (Pass("DATABASES"))
            return Listed("show_databases", "");
        var name = ParameterName();
        if (Here.Kind != TokenKind.End)
            throw Unexpected();
        var value = name == "server_version"
            ? "'8.0.2'"
            : $"coalesce(current_setting({Quoted.Text(Parameter(name))}, true), '')";
        return new Plan { Sql = $"SELECT {value}::varchar AS {Quoted.Name(name)}", Tag = "SHOW" };
    }

    /// <summary>SHOW TABLE (<c>r_SHOW_TABLE</c>) and SHOW VIEW.</summary>
    private static Plan Shown(string call, string column) =>
        new() { Sql = $"SELECT redshift_emulator.{call} AS {Quoted.Name(column)}", Tag = "SHOW" };

    /// <summary>SHOW TABLES, SCHEMAS, COLUMNS and DATABASES, each with LIKE and LIMIT: <c>r_SHOW_TABLES</c>.</summary>
    private Plan Listed(string function, string arguments)
    {
        var like = Pass("LIKE") ? Literal() : "%";
        var limit = Pass("LIMIT") ? Integer() : 10_000;
        if (limit > 10_000)
            throw new RedshiftException("22023", "LIMIT of SHOW must be between 0 and 10000");
        var separator = arguments.Length > 0 ? ", " : "";
        return new Plan
        {
            Sql = $"SELECT * FROM redshift_emulator.{function}({arguments}{separator}{Quoted.Text(like)}) LIMIT {limit}",
            Tag = "SHOW",
        };
    }

    /// <summary>A name with at most so many parts; this database may go before, or alone is meant.</summary>
    private List<string> Qualify(int most)
    {
        var parts = Parts(most);
        if (parts.Count == most)
            RequireDatabase(parts[0]);
        return parts;
    }

    private static string Parameter(string name) =>
        OfPostgres.Contains(name) ? name
        : OfRedshift.Contains(name) ? $"redshift_emulator.{name}"
        : name == "server_version" || name.Contains('.', StringComparison.Ordinal) ? name
        : throw new RedshiftException("42704", $"unrecognized configuration parameter \"{name}\"");
}
