using System.Security.Cryptography;
using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <summary>The client's side of SCRAM-SHA-256 (RFC 7677), without channel binding.</summary>
internal sealed class ScramExchange(string password)
{
    private readonly string _first = $"n=,r={Convert.ToBase64String(RandomNumberGenerator.GetBytes(18))}";

    public string First => "n,," + _first;

    public string Final(string server)
    {
        var parts = server.Split(',').ToDictionary(part => part[0], part => part[2..]);
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password),
            Convert.FromBase64String(parts['s']),
            int.Parse(parts['i'], System.Globalization.CultureInfo.InvariantCulture),
            HashAlgorithmName.SHA256,
            32);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var withoutProof = $"c=biws,r={parts['r']}";
        var signature = HMACSHA256.HashData(
            SHA256.HashData(clientKey), Encoding.UTF8.GetBytes($"{_first},{server},{withoutProof}"));
        for (var i = 0; i < clientKey.Length; i++)
            clientKey[i] ^= signature[i];
        return $"{withoutProof},p={Convert.ToBase64String(clientKey)}";
    }
}
