namespace Contabyx.Tests;

/// <summary>Which functions there are, and where they run.</summary>
internal static class FunctionRules
{
    private static readonly HashSet<string> LeaderOnly = Words(
        """
        current_schema current_schemas has_database_privilege has_schema_privilege has_table_privilege substr factorial log
        age current_time current_timestamp localtime isfinite now getbit get_byte set_bit set_byte to_ascii
        pg_get_expr pg_get_constraintdef format_type
        """);

    private static readonly HashSet<string> ComputeOnly = Words("listagg median percentile_cont percentile_disc");

    private static readonly HashSet<string> Unsupported = Words(
        """
        string_agg array_agg every xml_agg corr covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2
        regr_slope regr_sxx regr_sxy regr_syy clock_timestamp justify_days justify_hours justify_interval pg_sleep
        transaction_timestamp statement_timestamp div setseed width_bucket generate_series generate_subscripts bit_length overlay convert
        convert_from convert_to encode decode_bytes format quote_nullable regexp_matches regexp_split_to_array
        regexp_split_to_table pg_advisory_lock pg_try_advisory_lock pg_relation_size pg_total_relation_size nextval currval
        unnest json_build_object row_to_json to_json jsonb_agg make_date make_timestamp gen_random_uuid
        """);

    public static IReadOnlyList<StatementRule> All { get; } =
    [
        new("leader-node functions only without tables of users", "c_SQL_functions_leader_node_only",
            statement => Calls(statement, LeaderOnly) && Tables(statement).Any(table => !IsCatalogue(table)),
            "SELECT has_table_privilege('t', 'select') FROM public.t"),
        new("compute-node functions only with tables of users", "c_SQL_functions_compute_node_only",
            statement => Calls(statement, ComputeOnly) && !Tables(statement).Any(table => !IsSystem(table)),
            "SELECT listagg(relname, ',') FROM pg_class"),
        new("no function of PostgreSQL that Redshift lacks", "c_unsupported-postgresql-functions",
            statement => Calls(statement, Unsupported), "SELECT string_agg(name, ',') FROM public.t"),
        new("catalogue tables are not mixed with others", "c_join_PG_examples",
            statement => Tables(statement).Any(IsCatalogue) && Tables(statement).Any(table => !IsCatalogue(table)),
            "SELECT 1 FROM pg_class c JOIN public.t ON t.id = c.oid"),
        new("MOD of two DECIMAL or of two whole numbers", "r_MOD",
            statement => statement.All.Any(HasMixedMod), "SELECT mod(decimal_a, 1000000007) FROM public.t"),
        new("STRTOL reads at most 64 bits", "r_STRTOL",
            statement => statement.All.Any(block => Arguments(block, "strtol").Any(arguments =>
                !arguments[0].Exists(token => token.Kind == SqlKind.Number && token.Text is "15"))),
            "SELECT strtol(md5(a), 16) FROM public.t"),
        new("TO_CHAR has a pattern", "r_TO_CHAR",
            statement => statement.All.Any(block => Arguments(block, "to_char").Any(arguments => arguments.Count < 2)),
            "SELECT to_char(a) FROM public.t"),
    ];

    public static bool IsCatalogue(string table) =>
        table.StartsWith("pg_", StringComparison.Ordinal) || table.StartsWith("information_schema.", StringComparison.Ordinal)
        || table.StartsWith("svv_", StringComparison.Ordinal);

    public static bool IsSystem(string table) => IsCatalogue(table) || IsView(table) || table.StartsWith("sys_", StringComparison.Ordinal);

    /// <summary>Views that clusters in several Availability Zones do not have.</summary>
    public static bool IsView(string table) =>
        ((string[])["stl_", "stv_", "svl_", "svcs_", "svv_"]).Any(start => table.StartsWith(start, StringComparison.Ordinal));

    public static IEnumerable<string> Tables(SqlBlock statement) => statement.All.SelectMany(block => block.Tables);

    /// <summary>The arguments of every call of a function, each as its tokens.</summary>
    public static IEnumerable<List<List<SqlToken>>> Arguments(SqlBlock block, string function)
    {
        var tokens = block.Tokens;
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (!tokens[i].Is(function) || !tokens[i + 1].Is("("))
                continue;
            List<List<SqlToken>> arguments = [[]];
            var depth = 1;
            for (var at = i + 2; at < tokens.Count && depth > 0; at++)
            {
                depth += tokens[at].Is("(") ? 1 : tokens[at].Is(")") ? -1 : 0;
                if (depth == 1 && tokens[at].Is(","))
                    arguments.Add([]);
                else if (depth > 0)
                    arguments[^1].Add(tokens[at]);
            }

            yield return arguments;
        }
    }

    // The samples have columns whose names begin with their types.
    private static bool HasMixedMod(SqlBlock block) => Arguments(block, "mod")
        .Any(arguments => arguments.Count != 2 || IsDecimal(arguments[0]) != IsDecimal(arguments[1]));

    private static bool IsDecimal(List<SqlToken> argument) =>
        argument is [{ IsName: true } column] ? column.Text.StartsWith("decimal", StringComparison.Ordinal)
        : argument is [{ Kind: SqlKind.Word, Text: "cast" }, ..] && argument.Exists(token => token.Is("decimal"));

    private static bool Calls(SqlBlock statement, HashSet<string> functions) => statement.All.Any(block => block.Tokens
        .Zip(block.Tokens.Skip(1))
        .Any(pair => pair.First.Kind == SqlKind.Word && pair.Second.Is("(") && functions.Contains(pair.First.Text)));

    private static HashSet<string> Words(string words) =>
        new(words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
