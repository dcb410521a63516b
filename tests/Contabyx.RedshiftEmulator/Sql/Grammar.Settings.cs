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
        "query_group", "enable_case_sensitive_identifier", "enable_result_cache_for_session", "wlm_query_slot_count",
        "describe_field_name_in_uppercase", "enable_case_sensitive_super_attribute", "analyze_threshold_percent",
        "json_serialization_enable", "error_on_nondeterministic_update", "default_geometry_encoding", "spectrum_query_maxerror",
        "enable_numeric_rounding", "mv_enable_aqmv_for_session", "use_fips_ssl", "navigate_super_null_on_error",
    };

    private Plan Set()
    {
        Skipped("SET");
        if (Is("TRANSACTION") || Is("SESSION", "CHARACTERISTICS"))
            throw RedshiftException.NotSupported("SET TRANSACTION is");
        if (Is("SESSION", "AUTHORIZATION"))
            throw RedshiftException.NotEmulated("SET SESSION AUTHORIZATION");
        var local = Pass("LOCAL") ? "LOCAL " : "";
        Pass("SESSION");
        var name = Pass("TIME", "ZONE") ? "timezone" : Identifier(anyWord: true);
        if (name != "timezone" || !tokens[_at - 1].Is("ZONE"))
            Assign();
        var value = Capture(() => List(Value));
        return Setting($"SET {local}{Parameter(name)} TO {value}", "SET", name, value);
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
        if (Is("ALL"))
            throw RedshiftException.NotEmulated("RESET ALL");
        var name = Identifier(anyWord: true);
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
        var name = Pass("TIME", "ZONE") ? "timezone" : Identifier(anyWord: true);
        if (name is "tables" or "schemas" or "columns" or "databases" or "grants" or "all")
            throw RedshiftException.NotEmulated($"SHOW {name}");
        var value = name == "server_version"
            ? "'8.0.2'"
            : $"coalesce(current_setting({Quoted.Text(Parameter(name))}, true), '')";
        return new Plan { Sql = $"SELECT {value}::varchar AS {Quoted.Name(name)}", Tag = "SHOW" };
    }

    private static string Parameter(string name) =>
        OfPostgres.Contains(name) ? name
        : OfRedshift.Contains(name) ? $"redshift_emulator.{name}"
        : name == "server_version" ? name
        : throw new RedshiftException("42704", $"unrecognized configuration parameter \"{name}\"");
}
