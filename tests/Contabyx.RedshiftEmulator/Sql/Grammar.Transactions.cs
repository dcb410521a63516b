namespace Contabyx.RedshiftEmulator;

/// <content>Transactions (<c>r_BEGIN</c>, <c>r_COMMIT</c>, <c>r_ROLLBACK</c>) and what Redshift has not.</content>
internal sealed partial class Grammar
{
    // c_unsupported-postgresql-features and c_redshift-and-postgres-sql.
    private static readonly HashSet<string> Missing = new(StringComparer.Ordinal)
    {
        "DISCARD", "LISTEN", "NOTIFY", "UNLISTEN", "SAVEPOINT", "RELEASE", "DO", "CLUSTER", "REINDEX", "CHECKPOINT",
        "LOAD", "REASSIGN", "SECURITY", "VALUES", "TABLE",
    };

    private Plan Transaction(string word)
    {
        switch (word)
        {
            case "BEGIN" or "START":
                return Begin(word);
            case "COMMIT" or "END":
                _at++;
                Optional("WORK", "TRANSACTION");
                return new Plan { Kind = PlanKind.Commit, Sql = "COMMIT" };
            case "ROLLBACK" or "ABORT":
                _at++;
                Optional("WORK", "TRANSACTION");
                return Is("TO")
                    ? throw RedshiftException.Syntax("TO")
                    : new Plan { Sql = "ROLLBACK" };
        }

        throw Missing.Contains(word) ? RedshiftException.NotSupported($"{word} is") : FormError();
    }

    // All levels are accepted; the database's own one holds, here PostgreSQL's REPEATABLE READ. It is the nearest to
    // Redshift's default SNAPSHOT: one snapshot for the transaction, and a conflict of two writers of a row is an error.
    private Plan Begin(string word)
    {
        _at++;
        if (word == "START")
            Skipped("TRANSACTION");
        else
            Optional("WORK", "TRANSACTION");
        var readOnly = "";
        if (Pass("ISOLATION", "LEVEL")
            && !(Pass("SERIALIZABLE") || Pass("REPEATABLE", "READ") || Pass("READ", "COMMITTED")
                || Pass("READ", "UNCOMMITTED") || Pass("SNAPSHOT")))
        {
            throw Unexpected();
        }

        PassSymbol(",");
        if (Pass("READ", "ONLY"))
            readOnly = " READ ONLY";
        else
            Pass("READ", "WRITE");
        return new Plan { Sql = $"BEGIN ISOLATION LEVEL REPEATABLE READ{readOnly}" };
    }

    private void Optional(string first, string second)
    {
        if (!Pass(first))
            Pass(second);
    }
}
