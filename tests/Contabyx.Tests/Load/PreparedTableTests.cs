using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Fitting;
using Contabyx.Engine.Load;

namespace Contabyx.Tests;

public sealed class PreparedTableTests
{
    [Theory]
    [InlineData("CREATE TABLE IF NOT EXISTS \"t\" (\n    \"ADD COLUMN x\" DATE\n)", "The table was created.")]
    [InlineData("ALTER TABLE \"s\".\"t\" ADD COLUMN \"note\" VARCHAR(100)", "The column note was added.")]
    [InlineData("ALTER TABLE \"a ADD COLUMN b\" ADD COLUMN \"a \"\"b\"\"\" DATE", "The column a \"b\" was added.")]
    [InlineData("ALTER TABLE s.t ADD COLUMN note VARCHAR(100)", "The column note was added.")]
    [InlineData("ALTER TABLE \"s\".\"t\" ALTER COLUMN \"note\" TYPE VARCHAR(200)", "The column note was widened to VARCHAR(200).")]
    [InlineData("ALTER TABLE \"t\" OWNER TO x", "The table was altered.")]
    public void A_line_of_the_log_says_what_was_done(string statement, string words) =>
        Assert.Equal(words, PreparedTable.Describe(statement));

    [Fact]
    public void The_steps_of_a_table_that_is_created_again_differ()
    {
        var table = new TableSchema("t", [new ColumnSchema("note", ColumnType.Text(10), true)], []);
        var fit = new TableFit([], [new ColumnSchema("note", ColumnType.Text(20), true)], []);

        var words = DuckDbDdl.Alter(table, fit).Select(PreparedTable.Describe).ToArray();

        Assert.Equal(4, words.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain("The table was altered.", words);
    }
}
