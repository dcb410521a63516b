using Contabyx.Engine.Books.MySql;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Sources.MySql;

namespace Contabyx.Tests;

public sealed class MySqlScriptTests
{
    [Theory]
    [InlineData("a; b;", "a|b")]
    [InlineData("-- c;\na -- d;\n; # e;\nb", "a|b")]
    [InlineData("/* c; */ a 'x;''y\\';' ;b `z;` \"q;\"", "a 'x;''y\\';'|b `z;` \"q;\"")]
    [InlineData("a--b;c", "a--b|c")]
    [InlineData(" ;;\n", "")]
    public void A_script_is_split_where_the_client_would(string script, string expected) =>
        Assert.Equal(expected, string.Join('|', MySqlScript.Split(script).Select(statement => statement.Trim())));

    [Fact]
    public void The_script_of_the_books_names_the_database_of_the_address_instead_of_its_own()
    {
        var statements = MySqlBooks.Script("bo`oks");
        Assert.Equal(12, statements.Count);
        Assert.StartsWith("CREATE DATABASE IF NOT EXISTS `bo``oks` ", statements[0], StringComparison.Ordinal);
        Assert.Equal("USE `bo``oks`", statements[1]);
        Assert.All(statements.Skip(2), statement =>
            Assert.StartsWith("CREATE TABLE IF NOT EXISTS ", statement, StringComparison.Ordinal));
        Assert.DoesNotContain(statements, statement => statement.Contains("`contabyx`", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, 1_000_000, 1_000_000L, 30)]
    [InlineData(long.MinValue, long.MaxValue, 100_000L, 3)]
    [InlineData(5, 5, 0L, 1)]
    public void Keys_are_cut_into_pieces_that_follow_each_other(long first, long last, long rows, int expected)
    {
        var pieces = MySqlSnapshot.Cut(new KeyRange(first, last), rows).Select(piece => piece!.Value).ToList();
        Assert.Equal(expected, pieces.Count);
        Assert.Equal((first, last), (pieces[0].First, pieces[^1].Last));
        Assert.All(pieces.Zip(pieces.Skip(1)), pair => Assert.Equal(pair.First.Last + 1, pair.Second.First));
    }

    [Theory]
    [InlineData("mysql://loader@db.example/books", "mysql://loader@db.example:3306/books")]
    [InlineData("mysql://127.0.0.1:3307/b%20c?ssl=require", "mysql://127.0.0.1:3307/b%20c?ssl=require")]
    public void An_address_is_completed_with_its_port(string address, string expected) =>
        Assert.Equal(expected, Addresses.CompleteSource(address, "/nowhere"));

    [Fact]
    public void An_address_with_a_password_is_refused_without_showing_it()
    {
        var error = Assert.Throws<AddressException>(
            () => Addresses.CompleteSource("mysql://loader:marked-secret@db/books", "/nowhere"));
        Assert.DoesNotContain("marked-secret", error.ToString(), StringComparison.Ordinal);
    }
}
