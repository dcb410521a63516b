using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <summary>Hides the secrets of a statement.</summary>
internal static class SecretMask
{
    private static readonly HashSet<string> Secrets = new(StringComparer.OrdinalIgnoreCase)
    {
        "ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN", "TOKEN", "CREDENTIALS", "PASSWORD", "MASTER_SYMMETRIC_KEY",
    };

    public static string Apply(string sql)
    {
        List<Token> tokens;
        try
        {
            tokens = Tokenizer.Read(sql);
        }
        catch (RedshiftException)
        {
            return "-- (text that is no SQL)";
        }

        var masked = new StringBuilder();
        var at = 0;
        var hides = false;
        foreach (var token in tokens)
        {
            if (token.Kind == TokenKind.Text && hides)
            {
                masked.Append(sql, at, token.Start - at).Append("'***'");
                at = token.End;
            }

            hides = token.Kind == TokenKind.Word && (Secrets.Contains(token.Value) || (hides && token.Is("AS")));
        }

        return masked.Append(sql, at, sql.Length - at).ToString();
    }
}
