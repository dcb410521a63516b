using System.Globalization;
using System.Net;

namespace Contabyx.Engine.Connections.Settings;

/// <summary>
/// The address of a database server, such as <c>mysql://loader@db.example:3306/books?ssl=require</c>. It has no place
/// for a password, so it can be printed.
/// </summary>
/// <param name="Scheme">The scheme without its colon: <c>mysql</c> or <c>redshift</c>.</param>
/// <param name="User">The user; empty when the address names none.</param>
/// <param name="Host">The host's name or IP address.</param>
/// <param name="Port">The TCP port.</param>
/// <param name="Security">How the connection is protected.</param>
/// <param name="RootCertificate">
/// The path of a PEM file with the authorities to trust; NULL for those of the system.
/// </param>
internal sealed record ServerAddress(
    string Scheme,
    string User,
    string Host,
    int Port,
    string Database,
    TransportSecurity Security,
    string? RootCertificate)
{
    private const string SslOption = "ssl";
    private const string RootOption = "ssl-root";

    /// <summary>
    /// Whether the host is this machine, so that nobody on the network can listen: a loopback address, or
    /// <c>localhost</c>. Any other name may lead anywhere, <c>127.example.com</c> too.
    /// </summary>
    public bool IsLoopback => IsThisMachine(Host);

    /// <summary>Reads an address.</summary>
    /// <param name="address">The text, <c>SCHEME://[USER@]HOST[:PORT]/DATABASE[?ssl=...&amp;ssl-root=PATH]</c>.</param>
    /// <param name="scheme">The scheme that it must have.</param>
    /// <param name="defaultPort">The port when it names none.</param>
    /// <exception cref="AddressException">It is not such an address, or it contains a password.</exception>
    public static ServerAddress Parse(string address, string scheme, int defaultPort)
    {
        ArgumentNullException.ThrowIfNull(address);
        var form = $"Use {scheme}://USER@HOST:{defaultPort}/DATABASE.";
        if (AddressText.HasSecretOption(address))
            throw AddressException.HoldsSecret(address);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != scheme || uri.Host.Length == 0)
            throw new AddressException(address, $"it is not the address of a {scheme} server.", form);
        var user = Uri.UnescapeDataString(uri.UserInfo);
        if (user.Contains(':', StringComparison.Ordinal))
            throw AddressException.HoldsSecret(address);
        var database = DatabaseOf(uri, address, form);
        var options = Options(uri, address);
        var host = uri.Host.Trim('[', ']');
        return new ServerAddress(
            scheme, user, host, uri.Port > 0 ? uri.Port : defaultPort, database,
            Security: options.TryGetValue(SslOption, out var ssl) ? SecurityOf(ssl, address)
                : IsThisMachine(host) ? TransportSecurity.Prefer : TransportSecurity.VerifyFull,
            options.GetValueOrDefault(RootOption));
    }

    /// <summary>The address in its full form, without a password.</summary>
    public override string ToString()
    {
        var user = User.Length == 0 ? "" : Uri.EscapeDataString(User) + "@";
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{Scheme}://{user}{host}:{Port}/{Uri.EscapeDataString(Database)}");
        var usual = IsLoopback ? TransportSecurity.Prefer : TransportSecurity.VerifyFull;
        var options = new List<string>();
        if (Security != usual)
            options.Add($"{SslOption}={NameOf(Security)}");
        if (RootCertificate is not null)
            options.Add($"{RootOption}={Uri.EscapeDataString(RootCertificate)}");
        return options.Count == 0 ? text : $"{text}?{string.Join('&', options)}";
    }

    private static bool IsThisMachine(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));

    // Anything that looks like more than a name may be part of a password with '/', '#' or ';' in it.
    private static string DatabaseOf(Uri uri, string address, string form)
    {
        var database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/'));
        if (database.Length == 0 || database.Contains('/', StringComparison.Ordinal))
            throw new AddressException(address, "it does not name a database.", form);
        if (uri.Fragment.Length > 0 || database.Contains(';', StringComparison.Ordinal)
            || uri.AbsolutePath.Contains('@', StringComparison.Ordinal))
        {
            throw new AddressException(
                address, "there is a '#', ';' or '@' after the host.",
                "Do not put a password into the address. In a name, write '#' as %23 and '@' as %40.");
        }

        return database;
    }

    private static Dictionary<string, string> Options(Uri uri, string address)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = option.Split('=', 2) is [var left, var right] ? (left, right) : (option, "");
            if (name is not (SslOption or RootOption))
            {
                throw new AddressException(
                    address, $"it has no option '{name}'.", $"The options are {SslOption} and {RootOption}.");
            }

            options[name] = Uri.UnescapeDataString(value);
        }

        return options;
    }

    private static TransportSecurity SecurityOf(string text, string address)
    {
        foreach (var security in Enum.GetValues<TransportSecurity>())
        {
            if (NameOf(security) == text)
                return security;
        }

        throw new AddressException(
            address, $"'{text}' is not a value of ssl.",
            $"Use one of {string.Join(", ", Enum.GetValues<TransportSecurity>().Select(NameOf))}.");
    }

    private static string NameOf(TransportSecurity security) => security switch
    {
        TransportSecurity.Disable => "disable",
        TransportSecurity.Prefer => "prefer",
        TransportSecurity.Require => "require",
        TransportSecurity.VerifyAuthority => "verify-ca",
        _ => "verify-full",
    };
}
