using Contabyx.Engine.Sources.MySql;

namespace Contabyx.Tests;

public sealed class MySqlGrantsTests
{
    [Theory]
    [InlineData("GRANT ALL PRIVILEGES ON *.* TO `a`@`%`", true)]
    [InlineData("GRANT SELECT, LOCK TABLES ON *.* TO `a`@`%` WITH GRANT OPTION", true)]
    [InlineData("GRANT ALL PRIVILEGES ON `my_db`.* TO `a`@`%`", true)]
    [InlineData("GRANT SELECT, LOCK TABLES ON `my\\_db`.* TO `a`@`%`", true)]
    [InlineData("GRANT SELECT, LOCK TABLES ON `my%`.* TO `a`@`%`", true)]
    [InlineData("GRANT LOCK TABLES ON `my\\_d_`.* TO `a`@`%`", true)]
    [InlineData("GRANT LOCK TABLES ON `my`.* TO `a`@`%`", false)]
    [InlineData("GRANT LOCK TABLES ON `my\\_`.* TO `a`@`%`", false)]
    [InlineData("GRANT LOCK TABLES ON `my.db`.* TO `a`@`%`", false)]
    [InlineData("GRANT SELECT, LOCK TABLES ON `other`.* TO `a`@`%`", false)]
    [InlineData("GRANT SELECT ON *.* TO `a`@`%`", false)]
    [InlineData("GRANT USAGE ON *.* TO `a`@`%`", false)]
    [InlineData("GRANT LOCK TABLES ON `my_db`.`t` TO `a`@`%`", false)]
    [InlineData("GRANT `LOCK TABLES`@`%` TO `a`@`%`", false)]
    [InlineData("REVOKE LOCK TABLES ON `my_db`.* FROM `a`@`%`", false)]
    public void A_line_is_read_as_the_server_shows_it(string line, bool expected) =>
        Assert.Equal(expected, new MySqlGrants([line]).Allow("LOCK TABLES", "my_db"));

    [Theory]
    [InlineData("REVOKE SELECT, LOCK TABLES ON `my_db`.* FROM `a`@`%`", false)]
    [InlineData("REVOKE SELECT ON `my_db`.* FROM `a`@`%`", true)]
    [InlineData("REVOKE LOCK TABLES ON `other`.* FROM `a`@`%`", true)]
    public void A_partial_revoke_takes_back_what_is_granted_everywhere(string revoke, bool expected) =>
        Assert.Equal(expected, new MySqlGrants(["GRANT SELECT, LOCK TABLES ON *.* TO `a`@`%`", revoke]).Allow("LOCK TABLES", "my_db"));

    [Fact]
    public void A_grant_on_the_database_counts_beside_a_partial_revoke() => Assert.True(
        new MySqlGrants(
            [
                "GRANT SELECT ON *.* TO `a`@`%`", "GRANT SELECT ON `a``b`.* TO `r`@`%`", "REVOKE SELECT ON `a``b`.* FROM `a`@`%`",
            ]).Allow("SELECT", "a`b"));
}
