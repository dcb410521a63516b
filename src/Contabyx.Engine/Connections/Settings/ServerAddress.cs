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
    private const string CertificateOption = "ssl-cert";
    private const string KeyOption = "ssl-key";

    // Amazon Redshift asks no client for a certificate.
    private static readonly string[] OptionsOfAll = [SslOption, RootOption];
    private static readonly string[] OptionsOfMySql = [SslOption, RootOption, CertificateOption, KeyOption];

    /// <summary>The path of a PEM file with the certificate that this client shows; NULL for none.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>The path of a PEM file with the private key of <see cref="ClientCertificate"/>, not encrypted; NULL for none.</summary>
    public string? ClientKey { get; init; }

    /// <summary>
    /// Whether the host is this machine, so that nobody on the network can listen: a loopback address, or
    /// <c>localhost</c>. Any other name may lead anywhere, <c>127.example.com</c> too.
    /// </summary>
    public bool IsLoopback => IsThisMachine(Host);

    /// <summary>Reads an address.</summary>
    /// <param name="address">The text, <c>SCHEME://[USER@]HOST[:PORT]/DATABASE[?OPTION=VALUE&amp;...]</c>.</param>
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
        var options = Options(uri, address, scheme == "mysql" ? OptionsOfMySql : OptionsOfAll);
        if (options.ContainsKey(CertificateOption) != options.ContainsKey(KeyOption))
        {
            throw new AddressException(
                address, $"it has one of the options {CertificateOption} and {KeyOption} without the other.",
                "Give the PEM files of both, the certificate and its private key.");
        }

        var host = uri.Host.Trim('[', ']');
        return new ServerAddress(
            scheme, user, host, uri.Port > 0 ? uri.Port : defaultPort, database,
            Security: options.TryGetValue(SslOption, out var ssl) ? SecurityOf(ssl, address)
                : IsThisMachine(host) ? TransportSecurity.Prefer : TransportSecurity.VerifyFull,
            options.GetValueOrDefault(RootOption))
        {
            ClientCertificate = options.GetValueOrDefault(CertificateOption),
            ClientKey = options.GetValueOrDefault(KeyOption),
        };
    }

    /// <summary>Makes sure that the files which the options name are there.</summary>
    /// <exception cref="ConnectionException">One is not.</exception>
    public void RequireFiles()
    {
        if (Files.FirstOrDefault(file => !File.Exists(file.Path)) is { Path: { } path } missing)
        {
            throw new ConnectionException(
                ToString(), $"the file {path} does not exist.", $"Correct the path after {missing.Option}= in the address.");
        }
    }

    /// <summary>The address with full paths of its files.</summary>
    /// <param name="fullPath">Completes a path.</param>
    public ServerAddress WithPaths(Func<string, string> fullPath) => this with
    {
        RootCertificate = RootCertificate is { } root ? fullPath(root) : null,
        ClientCertificate = ClientCertificate is { } certificate ? fullPath(certificate) : null,
        ClientKey = ClientKey is { } key ? fullPath(key) : null,
    };

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
        options.AddRange(Files.Select(file => $"{file.Option}={Uri.EscapeDataString(file.Path)}"));
        return options.Count == 0 ? text : $"{text}?{string.Join('&', options)}";
    }

    private IEnumerable<(string Option, string Path)> Files =>
        new (string Option, string? Path)[]
        {
            (RootOption, RootCertificate), (CertificateOption, ClientCertificate), (KeyOption, ClientKey),
        }
        .Where(file => file.Path is not null).Select(file => (file.Option, file.Path!));

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

    private static Dictionary<string, string> Options(Uri uri, string address, string[] known)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = option.Split('=', 2) is [var left, var right] ? (left, right) : (option, "");
            if (!known.Contains(name))
                throw new AddressException(address, $"it has no option '{name}'.", $"The options are {string.Join(", ", known)}.");

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
