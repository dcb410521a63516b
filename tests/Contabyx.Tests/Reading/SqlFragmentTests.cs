using Contabyx.Engine.Sources;

namespace Contabyx.Tests;

public sealed class SqlFragmentTests
{
    [Theory]
    [InlineData("deleted = 0")]
    [InlineData("note = ') ; (' AND `a)` = \"it\\\"s;\"")]
    [InlineData("a = 1 -- and a comment with ; and )")]
    [InlineData("a = 1 # and ; another")]
    [InlineData("(a = 1 /* ) */) OR b IN (1, (2))")]
    [InlineData("a = 5--1")]
    [InlineData("name = 'it''s ?' AND mail = 'a@b'")]
    [InlineData("@@sql_mode <> ''")]
    public void One_whole_in_the_words_of_MySQL_is_taken(string sql) => Assert.Equal(sql, Check(sql, true));

    [Theory]
    [InlineData("SELECT 1 ; ", "SELECT 1")]
    [InlineData("  a = 1\n;;", "a = 1")]
    public void Semicolons_behind_it_are_taken_off(string sql, string expected) => Assert.Equal(expected, Check(sql, true));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a = 1; DROP TABLE b", "semicolon")]
    [InlineData("a = 1) OR (b = 2", "parenthesis")]
    [InlineData("(a = 1", "parenthesis")]
    [InlineData("a = 'x", "quote")]
    [InlineData("a = 'x\\'", "quote")]
    [InlineData("a = 1 /* x", "comment")]
    [InlineData("a = 1 /*! ) */", "comment")]
    [InlineData("a = ?", "placeholder")]
    [InlineData("a > @first", "variable")]
    [InlineData("a = 5--1)", "parenthesis")]
    public void Anything_else_is_refused(string sql, string told) => Assert.Contains(
        told, Assert.Throws<TableRefusedException>(() => Check(sql, true)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a = $$ ; ) $$")]
    [InlineData("a = $x$ ; $$ ) $x$")]
    [InlineData("a = 'C:\\' AND b = 2")]
    [InlineData("a = 5--1) ;")]
    public void One_whole_in_the_words_of_DuckDB_is_taken(string sql) => Assert.Equal(sql.TrimEnd(';', ' '), Check(sql, false));

    private static string? Check(string sql, bool isMySql) => SqlFragment.Check(sql, "query", "t", isMySql);
}
