namespace Contabyx.RedshiftEmulator;

/// <content>
/// GRANT and REVOKE (<c>r_GRANT</c>, <c>r_REVOKE</c>). PostgreSQL keeps the rights on tables, schemas and the database; it has a role
/// for every user and every group.
/// </content>
internal sealed partial class Grammar
{
    private static readonly HashSet<string> TableRights = new(StringComparer.Ordinal)
    {
        "SELECT", "INSERT", "UPDATE", "DELETE", "REFERENCES", "TRUNCATE",
    };

    private static readonly HashSet<string> OtherRights = new(StringComparer.Ordinal) { "CREATE", "USAGE", "TEMPORARY", "TEMP" };

    // PostgreSQL has none for these.
    private static readonly HashSet<string> OnlyInRedshift = new(StringComparer.Ordinal) { "DROP", "ALTER" };

    private string? _onlyAlone;

    private Plan Right(string word)
    {
        _at++;
        var option = word == "REVOKE" && Pass("GRANT", "OPTION", "FOR") ? "GRANT OPTION FOR " : "";
        var rights = Rights();
        Skipped("ON");
        var target = RightsTarget(rights);
        Skipped(word == "GRANT" ? "TO" : "FROM");
        var grantees = Capture(() => List(Grantee));
        if (word == "REVOKE" && !Pass("RESTRICT"))
            Pass("CASCADE");
        var granted = rights.Where(right => !OnlyInRedshift.Contains(right.Split(' ')[0])).ToList();
        if (granted.Count == 0)
            return new Plan { Kind = PlanKind.Nothing, Tag = word };
        var preposition = word == "GRANT" ? "TO" : "FROM";
        return new Plan
        {
            Sql = $"{word} {option}{string.Join(", ", granted)} ON {target} {preposition} {grantees}",
            Tag = word,
            OnlyAlone = _onlyAlone,
        };
    }

    private List<string> Rights()
    {
        var rights = new List<string>();
        if (Pass("ALL"))
        {
            Pass("PRIVILEGES");
            return [$"ALL {(IsSymbol("(") ? Capture(ColumnList) : "")}".TrimEnd()];
        }

        do
        {
            var right = Here.Kind == TokenKind.Word ? Here.Value.ToUpperInvariant() : "";
            if (!TableRights.Contains(right) && !OtherRights.Contains(right) && !OnlyInRedshift.Contains(right))
                throw Unexpected();
            _at++;
            var columns = IsSymbol("(") && right is "SELECT" or "UPDATE" ? $" {Capture(ColumnList)}" : "";
            rights.Add(right + columns);
        }
        while (PassSymbol(","));
        return rights;
    }

    private string RightsTarget(List<string> rights)
    {
        if (Pass("SCHEMA"))
            return $"SCHEMA {RightsOn(rights, "USAGE", "CREATE", "DROP", "ALTER")}{Capture(() => List(() => SchemaOfRights(rights)))}";
        if (Pass("DATABASE"))
            return DatabaseTarget(rights);
        var prefix = RightsOn(rights, [.. TableRights, .. OnlyInRedshift]);
        if (Pass("ALL", "TABLES", "IN", "SCHEMA"))
            return $"{prefix}ALL TABLES IN SCHEMA {Capture(() => List(WriteName))}";
        Pass("TABLE");
        return $"{prefix}TABLE {Capture(() => List(() => Write(TableName())))}";
    }

    // r_GRANT: USAGE alone on an external schema, and not in a transaction.
    private void SchemaOfRights(List<string> rights)
    {
        var name = Identifier();
        _named.Add(new NamedTable(name, "", IsSource: false));
        if (context.Bound.ExternalSchemas.Contains(name))
        {
            _onlyAlone = $"{tokens[0].Value.ToUpperInvariant()} on an external schema";
            if (rights.Exists(right => right != "USAGE" && !right.StartsWith("ALL", StringComparison.Ordinal)))
                throw RedshiftException.NotSupported("GRANT of other rights than USAGE on an external schema is");
        }

        Write(Quoted.Name(name));
    }

    // The database has another name in PostgreSQL.
    private string DatabaseTarget(List<string> rights)
    {
        RightsOn(rights, "CREATE", "TEMPORARY", "TEMP", "USAGE", "ALTER", "DROP");
        var name = Identifier();
        rights.RemoveAll(right => right == "USAGE");
        RequireDatabase(name);
        return $"DATABASE {Quoted.Name(context.Backend)}";
    }

    private static string RightsOn(List<string> rights, params string[] known)
    {
        var wrong = rights.Find(right => !right.StartsWith("ALL", StringComparison.Ordinal) && !known.Contains(right.Split(' ')[0]));
        return wrong is null ? "" : throw new RedshiftException("0LP01", $"invalid privilege type {wrong} for this object");
    }

    private void Grantee()
    {
        if (Take("PUBLIC"))
            return;
        if (!Pass("GROUP"))
            Pass("ROLE");
        Write(Quoted.Name(UserRoles.Name(context.Backend, Identifier())));
        if (Pass("WITH", "GRANT", "OPTION"))
            NotEmulated("WITH GRANT OPTION");
    }
}
