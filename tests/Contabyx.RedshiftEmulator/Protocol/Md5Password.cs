using System.Security.Cryptography;
using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <summary>AuthenticationMD5Password of the PostgreSQL protocol.</summary>
internal static class Md5Password
{
    public static string Answer(string user, string password, ReadOnlySpan<byte> salt) =>
        "md5" + Hash([.. Encoding.UTF8.GetBytes(Hash(Encoding.UTF8.GetBytes(password + user))), .. salt]);

    // The protocol fixes the algorithm; TLS protects the exchange.
#pragma warning disable CA5351
    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351
}
