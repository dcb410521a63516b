using System.Security.Cryptography;
using System.Text;

namespace Contabyx.RedshiftEmulator;

/// <summary>
/// The login of a user whose password is kept as <c>sha256|PASSWORD</c> or <c>sha256|DIGEST|SALT</c> (<c>r_CREATE_USER</c>):
/// authentication 13, which PostgreSQL does not have. The messages are those of github.com/aws/amazon-redshift-python-driver.
/// </summary>
internal sealed class DigestPassword
{
    private const string Prefix = "sha256|";
    private const int Sha256 = 0;
    private readonly byte[] _salt;
    private readonly byte[] _digest;
    private readonly byte[] _nonce = RandomNumberGenerator.GetBytes(32);

    public DigestPassword(string stored)
    {
        var parts = stored[Prefix.Length..].Split('|');
        _salt = parts.Length == 2 ? Convert.FromHexString(parts[1]) : RandomNumberGenerator.GetBytes(32);
        _digest = parts.Length == 2
            ? Convert.FromHexString(parts[0])
            : SHA256.HashData([.. Encoding.UTF8.GetBytes(parts[0]), .. _salt]);
    }

    /// <summary>What the client is asked.</summary>
    public MessageBody Request => new MessageBody().Int32(13).Int32(Sha256)
        .Int32(_salt.Length).Raw(_salt).Int32(_nonce.Length).Raw(_nonce);

    public static bool IsStored(string password) => password.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether the client's answer shows that it knows the password.</summary>
    public bool Accepts(Message answer)
    {
        if (answer.Type != 'd')
            return false;
        var reader = answer.Read();
        var digest = reader.Bytes(reader.Int32());
        var nonce = reader.Bytes(reader.Int32());
        return digest.SequenceEqual(SHA256.HashData([.. _digest, .. _nonce, .. nonce]));
    }
}
