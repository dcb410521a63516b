namespace Contabyx.RedshiftEmulator;

/// <summary>The system views that there are, and where they are in PostgreSQL.</summary>
internal static class SystemViews
{
    private static readonly HashSet<string> Own = new(StringComparer.Ordinal)
    {
        "stv_slices", "stl_load_errors", "stl_loaderror_detail", "stl_load_commits", "sys_load_history",
        "sys_load_detail", "sys_load_error_detail", "svv_columns", "svv_tables", "svv_table_info", "pg_table_def",
        "pg_constraint", "svv_redshift_columns",
    };

    private static readonly HashSet<string> Catalogue = new(StringComparer.Ordinal)
    {
        "pg_class", "pg_namespace", "pg_attribute", "pg_attrdef", "pg_type", "pg_tables", "pg_views", "pg_user",
        "pg_database", "pg_depend", "pg_description", "pg_proc", "pg_settings",
    };

    private static readonly HashSet<string> InformationSchema = new(StringComparer.Ordinal)
    {
        "columns", "tables", "schemata", "table_constraints", "key_column_usage",
    };

    private static readonly string[] Prefixes = ["stl_", "stv_", "svl_", "svcs_", "sys_", "svv_", "pg_"];
    private static readonly string[] ProvisionedOnly = ["stl_", "stv_", "svl_", "svcs_"];

    /// <summary>The view's name in PostgreSQL; NULL for a table of the user's.</summary>
    public static string? Find(string? schema, string name, GrammarContext context)
    {
        if (schema == "information_schema")
        {
            return InformationSchema.Contains(name)
                ? $"redshift_emulator.is_{name}"
                : throw RedshiftException.NotEmulated($"information_schema.{name}");
        }

        if (schema == "redshift_emulator")
            throw Denied(name);
        if (schema is not (null or "pg_catalog"))
            return null;
        if (context.Serverless && StartsWith(ProvisionedOnly, name))
            throw Denied(name);
        if (Own.Contains(name))
            return $"redshift_emulator.{name}";
        if (Catalogue.Contains(name))
            return $"pg_catalog.{name}";
        return schema is not null || StartsWith(Prefixes, name) ? throw RedshiftException.NotEmulated(name) : null;
    }

    private static bool StartsWith(string[] prefixes, string name) =>
        prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    // mage-ai/mage-ai#2754 shows these words, on Redshift Serverless.
    private static RedshiftException Denied(string name) => new("42501", $"permission denied for relation {name}");
}
