using Contabyx.Engine.Connections.Secrets;

namespace Contabyx.Tests;

public sealed class RedactorTests
{
    [Fact]
    public void A_revealed_secret_is_taken_out_of_every_text()
    {
        var text = Redactor.Reveal(new Secret("redactor's p@ss"));

        Assert.Equal("redactor's p@ss", text);
        Assert.Equal(
            "a *** b *** c ***",
            Redactor.Redact("a redactor's p@ss b redactor''s p@ss c " + Uri.EscapeDataString("redactor's p@ss")));
    }

    [Theory]
    [InlineData("COPY t FROM 's3://b' ACCESS_KEY_ID 'AKIA' SECRET_ACCESS_KEY 'it''s' SESSION_TOKEN 'x' GZIP",
        "COPY t FROM 's3://b' ACCESS_KEY_ID '***' SECRET_ACCESS_KEY '***' SESSION_TOKEN '***' GZIP")]
    [InlineData("credentials as 'aws_iam_role=x'", "credentials as '***'")]
    [InlineData("CREATE USER a PASSWORD 'b'", "CREATE USER a PASSWORD '***'")]
    [InlineData("IAM_ROLE 'arn:aws:iam::1:role/a'", "IAM_ROLE 'arn:aws:iam::1:role/a'")]
    [InlineData("GET https://b/k?X-Amz-Credential=AKIA%2F1&X-Amz-Expires=60&x-amz-signature=0f&X-Amz-Security-Token=t' end",
        "GET https://b/k?X-Amz-Credential=***&X-Amz-Expires=60&x-amz-signature=***&X-Amz-Security-Token=***' end")]
    public void Keys_in_statements_are_recognised_by_their_option(string sql, string redacted) =>
        Assert.Equal(redacted, Redactor.Redact(sql));

    [Fact]
    public void A_secret_never_shows_itself()
    {
        var settings = new SourceSettings { Password = new Secret("marked-secret") };

        Assert.DoesNotContain("marked-secret", settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "marked-secret", System.Text.Json.JsonSerializer.Serialize(settings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gate", "The gate of table gate_keys, interrogated.", "The gate of table gate_keys, interrogated.")]
    [InlineData("gate", "password 'gate', password=gate;", "password '***', password=***;")]
    [InlineData("gate", "mysql://me:gate@h/gate", "mysql://me:***@h/gate")]
    [InlineData("4711", "4711 rows; Password: 4711", "4711 rows; Password: ***")]
    [InlineData("g4te!", "a g4te! b xg4te! g4te!y 'g4te!'", "a *** b xg4te! g4te!y '***'")]
    [InlineData("gatekeepers", "thegatekeepers gatekeepers", "the*** ***")]
    public void A_short_secret_takes_no_ordinary_word_along(string secret, string text, string redacted)
    {
        Redactor.Remember(secret);

        Assert.Equal(redacted, Redactor.Redact(text));
    }

    [Theory]
    [InlineData("no file redshift://me:never-told@h/d here", "no file redshift://me:***@h/d here")]
    [InlineData("Host=h;Pwd=never-told;Port=1", "Host=h;Pwd=***;Port=1")]
    [InlineData("Password = 'never told'; x", "Password = ***; x")]
    public void A_password_that_nobody_remembered_is_known_by_its_place(string text, string redacted) =>
        Assert.Equal(redacted, Redactor.Redact(text));
}
