using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Tests;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("mysql://loader@db.example/books", "mysql://loader@db.example:3306/books", TransportSecurity.VerifyFull)]
    [InlineData("mysql://127.0.0.1:3310/books", "mysql://127.0.0.1:3310/books", TransportSecurity.Prefer)]
    [InlineData("mysql://127.8.8.8/books", "mysql://127.8.8.8:3306/books", TransportSecurity.Prefer)]
    [InlineData("mysql://localhost/books", "mysql://localhost:3306/books", TransportSecurity.Prefer)]
    [InlineData("mysql://127.example.com/books", "mysql://127.example.com:3306/books", TransportSecurity.VerifyFull)]
    [InlineData("mysql://127.0.0.1.example/books", "mysql://127.0.0.1.example:3306/books", TransportSecurity.VerifyFull)]
    [InlineData("mysql://localhost.example/books", "mysql://localhost.example:3306/books", TransportSecurity.VerifyFull)]
    [InlineData("mysql://a%40b@[::1]/b%20c", "mysql://a%40b@[::1]:3306/b%20c", TransportSecurity.Prefer)]
    [InlineData("mysql://u@h/d?ssl=require", "mysql://u@h:3306/d?ssl=require", TransportSecurity.Require)]
    [InlineData("mysql://u@h/d?ssl=verify-ca&ssl-root=/a%20b.pem",
        "mysql://u@h:3306/d?ssl=verify-ca&ssl-root=%2Fa%20b.pem", TransportSecurity.VerifyAuthority)]
    [InlineData("mysql://u@h/d?ssl-key=/k.pem&ssl-cert=/c.pem",
        "mysql://u@h:3306/d?ssl-cert=%2Fc.pem&ssl-key=%2Fk.pem", TransportSecurity.VerifyFull)]
    [InlineData("mysql://u@h/d?ssl=verify-full", "mysql://u@h:3306/d", TransportSecurity.VerifyFull)]
    public void An_address_has_one_full_form(string text, string full, TransportSecurity security)
    {
        var address = ServerAddress.Parse(text, "mysql", 3306);

        Assert.Equal((full, security), (address.ToString(), address.Security));
        Assert.Equal(address, ServerAddress.Parse(full, "mysql", 3306));
    }

    [Theory]
    [InlineData("mysql://u:marked-secret@h/d", "contains a password")]
    [InlineData("mysql://u%3Amarked-secret@h/d", "contains a password")]
    [InlineData("mysql://u:marked%2Dsecret@h/d", "contains a password")]
    [InlineData("mysql://u@h/d?password=marked-secret", "contains a password")]
    [InlineData("mysql://u@h/d?ssl=require&pwd=marked-secret", "contains a password")]
    [InlineData("mysql://u@h/d;Pwd=marked-secret", "contains a password")]
    [InlineData("mysql://u@h/d%3BPwd%3Dmarked-secret", "contains a password")]
    [InlineData("mysql://u@h/d;Pwd={marked;marked-secret}", "contains a password")]
    [InlineData("mysql://u:12/marked-secret@h", "after the host")]
    [InlineData("mysql://u:12#marked-secret@h/d", "does not name a database")]
    [InlineData("mysql://u:12?marked-secret@h/d", "does not name a database")]
    [InlineData("mysql://u:ab/marked-secret@h/d", "not the address of a mysql server")]
    [InlineData("Server=h;Uid=u;Pwd=marked-secret", "contains a password")]
    [InlineData("mysql://h", "does not name a database")]
    [InlineData("mysql://h/a/b", "does not name a database")]
    [InlineData("redshift://h/d", "not the address of a mysql server")]
    [InlineData("mysql:d", "not the address of a mysql server")]
    [InlineData("mysql://h/d?tls=1", "has no option 'tls'")]
    [InlineData("mysql://h/d?ssl-cert=/c.pem", "one of the options ssl-cert and ssl-key without the other")]
    [InlineData("mysql://h/d?ssl-key=/k.pem", "one of the options ssl-cert and ssl-key without the other")]
    [InlineData("mysql://h/d?ssl=maybe", "'maybe' is not a value of ssl")]
    [InlineData("mysql//u:marked-secret@h/d", "not the address of a mysql server")]
    public void A_wrong_address_is_refused_without_its_password(string text, string reason)
    {
        var error = Assert.Throws<AddressException>(() => ServerAddress.Parse(text, "mysql", 3306));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("marked-secret", error.Message + error.Advice + error.Target, StringComparison.Ordinal);
    }

    [Fact]
    public void Redshift_asks_for_no_certificate_of_the_client()
    {
        var error = Assert.Throws<AddressException>(
            () => ServerAddress.Parse("redshift://u@h/d?ssl-cert=/c.pem&ssl-key=/k.pem", "redshift", 5439));

        Assert.Contains("has no option 'ssl-cert'", error.Message, StringComparison.Ordinal);
        Assert.Equal("The options are ssl, ssl-root.", error.Advice);
    }

    [Theory]
    [InlineData("mysql://u@h/d?ssl-root=ca.pem", "mysql://u@h:3306/d?ssl-root=%2Fhome%2Fca.pem")]
    [InlineData("mysql://u@h/d?ssl-cert=./c.pem&ssl-key=/k.pem", "mysql://u@h:3306/d?ssl-cert=%2Fhome%2Fc.pem&ssl-key=%2Fk.pem")]
    public void The_path_of_a_certificate_starts_at_the_current_folder(string address, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The paths are those of Linux.");
        Assert.Equal(expected, Addresses.CompleteSource(address, "/home"));
    }

    [Fact]
    public void A_certificate_that_is_not_there_is_named_with_its_option()
    {
        using var folder = new TemporaryFolder();
        var address = ServerAddress.Parse($"mysql://u@h/d?ssl-root={Uri.EscapeDataString(folder["none.pem"])}", "mysql", 3306);

        var error = Assert.Throws<ConnectionException>(address.RequireFiles);

        Assert.Contains($"{folder["none.pem"]} does not exist", error.Message, StringComparison.Ordinal);
        Assert.Contains("ssl-root=", error.Advice, StringComparison.Ordinal);
    }
}
