using System.Text.RegularExpressions;
using Contabyx.Engine.Books;
using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

public sealed partial class RedshiftScriptTests
{
    [Fact]
    public void The_script_is_what_Initialize_Contabyx_writes()
    {
        var ddl = new RedshiftDdl(new RedshiftWords("public"));
        string[] statements =
        [
            .. BooksSchema.Tables.Select(table => ddl.Create(table, TableLayout.Auto)),
            new RedshiftLoadSql("public").CreateHistory,
        ];

        using var stream = typeof(RedshiftDdl).Assembly.GetManifestResourceStream("sql/redshift.sql")!;
        using var reader = new StreamReader(stream);
        var script = Comment().Replace(reader.ReadToEnd(), "").Split(';', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(statements.Select(Plain), script.Select(Plain).Where(text => text.Length > 0));
    }

    private static string Plain(string sql) => Blank().Replace(sql, " ").Replace("( ", "(", StringComparison.Ordinal)
        .Replace(" )", ")", StringComparison.Ordinal).Trim();

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
