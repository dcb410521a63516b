using Contabyx.Engine;

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
}
