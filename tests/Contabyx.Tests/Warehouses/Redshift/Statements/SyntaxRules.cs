using System.Globalization;

namespace Contabyx.Tests;

/// <summary>Forms and types of PostgreSQL that Redshift lacks, its limits, and statements that would commit.</summary>
internal static class SyntaxRules
{
    private static readonly HashSet<string> UnsupportedTypes = new(StringComparer.Ordinal)
    {
        "bytea", "json", "jsonb", "uuid", "xml", "money", "serial", "bigserial", "smallserial", "inet", "cidr", "macaddr",
        "hstore", "tsvector", "tsquery", "regclass", "txid_snapshot", "int4range", "bit", "enum",
    };

    public static IReadOnlyList<StatementRule> All { get; } =
    [
        new("no type of PostgreSQL that Redshift lacks", "c_unsupported-postgresql-datatypes", HasUnsupportedType,
            "CREATE TABLE public.t (a UUID)"),
        new("no array", "c_unsupported-postgresql-features", Has("["), "SELECT a[1] FROM public.t"),
        new("no VALUES list as a table", "c_unsupported-postgresql-features", Has("from", "(", "values"),
            "SELECT 1 FROM (VALUES (1)) v"),
        new("no index", "c_unsupported-postgresql-features", Has("create", "index"), "CREATE INDEX i ON public.t (a)"),
        new("no NULLS clause", "c_unsupported-postgresql-features", Has("nulls"), "SELECT a FROM public.t ORDER BY a NULLS LAST"),
        new("no IS DISTINCT FROM", "c_unsupported-postgresql-functions", Has("distinct", "from"),
            "SELECT 1 FROM public.t WHERE a IS DISTINCT FROM b"),
        new("no RETURNING", "r_INSERT_30", Has("returning"), "INSERT INTO public.t SELECT 1 RETURNING a"),
        new("no ON CONFLICT", "r_INSERT_30", Has("on", "conflict"), "INSERT INTO public.t SELECT 1 ON CONFLICT DO NOTHING"),
        new("no DISTINCT ON", "r_SELECT_list", Has("distinct", "on"), "SELECT DISTINCT ON (a) a FROM public.t"),
        new("no FILTER", "r_Aggregate_Functions", Has("filter", "("), "SELECT count(*) FILTER (WHERE a > 1) FROM public.t"),
        new("no LATERAL", "r_FROM_clause30", Has("lateral"), "SELECT 1 FROM public.t, LATERAL (SELECT 1) x"),
        new("no FOR UPDATE", "r_SELECT_synopsis", Has("for", "update"), "SELECT 1 FROM public.t FOR UPDATE"),
        new("no savepoint", "c_unsupported-postgresql-functions", Has("savepoint"), "SAVEPOINT a"),
        new("no escape string", "github.com/npgsql/npgsql/issues/515",
            statement => Pairs(statement).Any(pair => pair.First.Is("e") && pair.Second.Kind == SqlKind.Literal), @"SELECT E'a\\b'"),
        new("no parameter", "github.com/npgsql/npgsql/issues/1173", Has("$"), "SELECT $1"),
        new("TRUNCATE commits", "r_TRUNCATE", Begins("truncate"), "TRUNCATE public.t"),
        new("ALTER TABLE APPEND commits", "r_ALTER_TABLE_APPEND", Has("append"), "ALTER TABLE public.t APPEND FROM public.s"),
        new("ADD COLUMN adds one and has no condition", "r_ALTER_TABLE",
            statement => Has("column", "if")(statement) || statement.Tokens.Count(token => token.Is("add")) > 1,
            "ALTER TABLE public.t ADD COLUMN IF NOT EXISTS a INTEGER"),
        new("the target of DELETE has no alias", "r_DELETE",
            statement => Begins("delete")(statement) && statement.Tokens.SkipWhile(token => !token.Is("from")).Skip(1)
                .TakeWhile(token => !token.Is("using") && !token.Is("where")).Count(token => token.IsName) is var names
                && names > 1 + statement.Tokens.TakeWhile(token => !token.Is("where") && !token.Is("using")).Count(token => token.Is(".")),
            "DELETE FROM public.t x WHERE x.a = 1"),
        new("VARCHAR has at most 65,535 bytes", "r_Character_types", TypeAbove("varchar", 65_535),
            "CREATE TABLE public.t (a VARCHAR(70000))"),
        new("DECIMAL has at most 38 digits", "r_Numeric_types201", TypeAbove("decimal", 38), "CREATE TABLE public.t (a DECIMAL(40,2))"),
        new("names have at most 127 bytes", "r_names",
            statement => statement.All.SelectMany(block => block.Tokens).Any(token => token.IsName && token.Text.Length > 127),
            $"SELECT {new string('a', 128)} FROM public.t"),
        new("a table has at most 1,600 columns", "r_CREATE_TABLE_usage",
            statement => Begins("create")(statement) && statement.Tokens.Count(token => token.Is(",")) >= 1600,
            $"CREATE TABLE public.t ({string.Join(", ", Enumerable.Range(0, 1601).Select(i => $"c{i} INTEGER"))})"),
        new("a result has at most 1,664 columns", "github.com/postgres/postgres (MaxTupleAttributeNumber)",
            statement => TopLevelCommas(statement) >= 1664,
            $"SELECT {string.Join(", ", Enumerable.Range(0, 1665))} FROM public.t"),
    ];

    private static Func<SqlBlock, bool> Begins(string word) => statement => statement.Tokens[0].Is(word);

    private static Func<SqlBlock, bool> Has(params string[] words) => statement => statement.All.Any(block =>
        Enumerable.Range(0, Math.Max(0, block.Tokens.Count - words.Length + 1))
            .Any(at => words.Index().All(word => block.Tokens[at + word.Index].Is(word.Item))));

    private static IEnumerable<(SqlToken First, SqlToken Second)> Pairs(SqlBlock statement) =>
        statement.All.SelectMany(block => block.Tokens.Zip(block.Tokens.Skip(1)));

    // A type follows a column's name or AS.
    private static bool HasUnsupportedType(SqlBlock statement) => Pairs(statement).Any(pair =>
        pair.First.IsName && pair.Second.Kind == SqlKind.Word && UnsupportedTypes.Contains(pair.Second.Text));

    private static Func<SqlBlock, bool> TypeAbove(string type, int most) => statement => statement.All.Any(block =>
        Enumerable.Range(0, Math.Max(0, block.Tokens.Count - 2)).Any(at =>
            block.Tokens[at].Is(type) && block.Tokens[at + 1].Is("(") && block.Tokens[at + 2].Kind == SqlKind.Number
            && int.Parse(block.Tokens[at + 2].Text, CultureInfo.InvariantCulture) > most));

    private static int TopLevelCommas(SqlBlock statement)
    {
        var (depth, commas) = (0, 0);
        foreach (var token in statement.Tokens.TakeWhile(token => !token.Is("from")))
        {
            depth += token.Is("(") ? 1 : token.Is(")") ? -1 : 0;
            commas += depth == 0 && token.Is(",") ? 1 : 0;
        }

        return statement.Tokens[0].Is("select") ? commas : 0;
    }
}
