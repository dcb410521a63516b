namespace Contabyx.RedshiftEmulator;

/// <summary>The system views that there are, and where they are in PostgreSQL.</summary>
internal static class SystemViews
{
    private static readonly HashSet<string> Own = new(StringComparer.Ordinal)
    {
        "stv_slices", "stl_load_errors", "stl_loaderror_detail", "stl_load_commits", "sys_load_history",
        "sys_load_detail", "sys_load_error_detail", "svv_columns", "svv_tables", "svv_table_info", "pg_table_def",
        "pg_constraint", "svv_redshift_columns", "pg_views", "svv_external_schemas", "svv_external_tables", "svv_external_columns",
        "svv_external_partitions", "svv_relation_privileges", "svv_attached_masking_policy",
        "svv_rls_attached_policy",
    };

    private static readonly HashSet<string> Catalogue = new(StringComparer.Ordinal)
    {
        "pg_class", "pg_namespace", "pg_attribute", "pg_attrdef", "pg_type", "pg_tables", "pg_user",
        "pg_database", "pg_depend", "pg_description", "pg_proc", "pg_settings",
    };

    private static readonly HashSet<string> InformationSchema = new(StringComparer.Ordinal)
    {
        "columns", "tables", "schemata", "table_constraints", "key_column_usage",
    };

    // Others of c_intro_system_tables and the pages beside it, and of PostgreSQL 8.0's catalogue.
    private static readonly Lazy<HashSet<string>> Documented = new(Load);

    // views of "INFORMATION_SCHEMA" in PostgreSQL 8.0.
    private static readonly HashSet<string> OtherInformationSchema = new(StringComparer.Ordinal)
    {
        "applicable_roles", "check_constraints", "column_domain_usage", "column_privileges", "column_udt_usage",
        "constraint_column_usage", "constraint_table_usage", "data_type_privileges", "domain_constraints", "domain_udt_usage",
        "domains", "element_types", "enabled_roles", "information_schema_catalog_name", "parameters", "referential_constraints",
        "role_column_grants", "role_routine_grants", "role_table_grants", "role_usage_grants", "routine_privileges", "routines",
        "sql_features", "sql_implementation_info", "sql_languages", "sql_packages", "sql_sizing", "sql_sizing_profiles",
        "table_privileges", "triggers", "usage_privileges", "view_column_usage", "view_table_usage", "views",
    };

    private static readonly string[] OfComputeNodes = ["stl_", "stv_", "svl_", "svcs_", "sys_"];
    private static readonly string[] ProvisionedOnly = ["stl_", "stv_", "svl_", "svcs_"];
    private static readonly string[] SingleZoneOnly = ["stl_", "stv_", "svl_", "svcs_", "svv_"];

    /// <summary>Their rows come from the compute nodes: <c>c_SQL_functions_leader_node_only</c>.</summary>
    public static bool IsOfComputeNodes(string name) => StartsWith(OfComputeNodes, name);

    /// <summary>The view's name in PostgreSQL; NULL for a table of the user's.</summary>
    /// <param name="notEmulated">Is told of a view that Redshift has and the emulator has not.</param>
    public static string? Find(string? schema, string name, GrammarContext context, Action<string> notEmulated)
    {
        if (schema == "information_schema")
        {
            if (OtherInformationSchema.Contains(name))
                notEmulated($"information_schema.{name}");
            else if (!InformationSchema.Contains(name))
                throw new RedshiftException("42P01", $"relation \"information_schema.{name}\" does not exist");
            return $"redshift_emulator.is_{name}";
        }

        if (schema == "redshift_emulator")
            throw Denied(name);
        if (schema is not (null or "pg_catalog"))
            return null;
        if (StartsWith(context.MultiAz ? SingleZoneOnly : context.Serverless ? ProvisionedOnly : [], name))
            throw Denied(name);
        if (Own.Contains(name))
            return $"redshift_emulator.{name}";
        if (Catalogue.Contains(name))
            return $"pg_catalog.{name}";
        if (!Documented.Value.Contains(name))
            return schema is null ? null : throw new RedshiftException("42P01", $"relation \"{schema}.{name}\" does not exist");
        notEmulated(name);
        return name;
    }

    private static HashSet<string> Load()
    {
        using var stream = typeof(SystemViews).Assembly.GetManifestResourceStream("views.txt")!;
        using var reader = new StreamReader(stream);
        return new(reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
    }

    private static bool StartsWith(string[] prefixes, string name) =>
        prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    // mage-ai/mage-ai#2754 shows these words, on Redshift Serverless. Multi-AZ: "Monitoring queries for Multi-AZ" (Management Guide).
    private static RedshiftException Denied(string name) => new("42501", $"permission denied for relation {name}");
}
