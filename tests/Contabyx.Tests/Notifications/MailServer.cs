using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Contabyx.Tests;

/// <summary>
/// A mail server on loopback: EHLO, STARTTLS or TLS from the first byte, AUTH PLAIN and LOGIN, MAIL, RCPT, DATA, QUIT. It is as strict
/// as RFC 5321 about lines, and keeps what it took.
/// </summary>
internal sealed class MailServer : IAsyncDisposable
{
    public const string User = "night";
    public const string Password = "correct-horse-battery";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private readonly X509Certificate2 _certificate;
    private readonly List<ReceivedMail> _mails = [];
    private readonly List<string> _commands = [];

    public MailServer()
    {
        _certificate = NewCertificate();
        _listener.Start();
        _loop = Task.Run(ServeAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Trusts this server only.</summary>
    public X509ChainPolicy Trust
    {
        get
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(_certificate.RawData));
            return policy;
        }
    }

    /// <summary>Its certificate, which is its own authority, as a PEM file has it.</summary>
    public string Certificate => _certificate.ExportCertificatePem();

    /// <summary>Whether it speaks TLS from the first byte.</summary>
    public bool IsTls { get; init; }

    /// <summary>Whether it offers STARTTLS.</summary>
    public bool OffersStartTls { get; init; } = true;

    /// <summary>The ways to log in that it offers; empty for none.</summary>
    public string Logins { get; init; } = "PLAIN LOGIN";

    /// <summary>What it adds, in clear text, to its answer to STARTTLS, as somebody in between would.</summary>
    public string Injected { get; init; } = "";

    /// <summary>Whether it refuses logins, and repeats what it got in its answer.</summary>
    public bool RepeatsLogins { get; init; }

    /// <summary>Its greetings, in order; the last one is repeated.</summary>
    public IReadOnlyList<string> Greetings { get; init; } = ["220 mail.test ESMTP"];

    /// <summary>Answers instead of 250, by the recipient.</summary>
    public IReadOnlyDictionary<string, string> Refused { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<ReceivedMail> Mails
    {
        get
        {
            lock (_mails)
                return [.. _mails];
        }
    }

    /// <summary>The commands that it got, each with whether it came over TLS.</summary>
    public IReadOnlyList<string> Commands
    {
        get
        {
            lock (_mails)
                return [.. _commands];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
        _certificate.Dispose();
    }

    private async Task ServeAsync()
    {
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await TalkAsync(client.GetStream(), Greetings[Math.Min(i, Greetings.Count - 1)]);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or AuthenticationException or SocketException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task TalkAsync(Stream stream, string greeting)
    {
        var (isTls, isLoggedIn) = (false, false);
        var (from, to) = ("", new List<string>());
        if (IsTls)
            await ProtectAsync();
        await SayAsync(greeting);
        while (await ReadLineAsync(stream) is { } line)
        {
            lock (_mails)
                _commands.Add($"{(isTls ? "tls" : "clear")} {line}");
            var verb = line.Split(' ')[0].ToUpperInvariant();
            switch (verb)
            {
                case "EHLO" when line.Length > 5:
                    string[] extensions =
                    [
                        "mail.test", .. OffersStartTls && !isTls ? ["STARTTLS"] : Array.Empty<string>(),
                        .. Logins.Length > 0 && isTls ? ["AUTH " + Logins] : Array.Empty<string>(), "8BITMIME",
                    ];
                    await SayAsync(string.Join(
                        "\r\n", extensions.Select((text, i) => $"250{(i < extensions.Length - 1 ? '-' : ' ')}{text}")));
                    break;
                case "STARTTLS" when OffersStartTls && !isTls:
                    await SayAsync("220 go ahead" + (Injected.Length > 0 ? "\r\n" + Injected : ""));
                    await ProtectAsync();
                    break;
                case "AUTH" when line != "AUTH LOGIN" && RepeatsLogins:
                    await SayAsync($"500 5.5.2 unknown command: {line}");
                    break;
                case "AUTH" when line.StartsWith("AUTH PLAIN ", StringComparison.Ordinal) && isTls:
                    isLoggedIn = Decoded(line[11..]) == $"\0{User}\0{Password}";
                    await SayAsync(isLoggedIn ? "235 welcome" : "535 5.7.8 credentials invalid");
                    break;
                case "AUTH" when line == "AUTH LOGIN" && isTls:
                    await SayAsync("334 VXNlcm5hbWU6");
                    var user = Decoded(await ReadLineAsync(stream) ?? "");
                    await SayAsync("334 UGFzc3dvcmQ6");
                    var password = await ReadLineAsync(stream) ?? "";
                    isLoggedIn = (user, Decoded(password)) == (User, Password) && !RepeatsLogins;
                    await SayAsync(isLoggedIn ? "235 welcome" : $"535 5.7.8 credentials invalid {(RepeatsLogins ? password : "")}");
                    break;
                case "MAIL" when line.StartsWith("MAIL FROM:<", StringComparison.Ordinal):
                    (from, to) = (line[11..^1], []);
                    await SayAsync(Logins.Length > 0 && !isLoggedIn ? "530 5.7.0 authentication required" : "250 ok");
                    break;
                case "RCPT" when line.StartsWith("RCPT TO:<", StringComparison.Ordinal):
                    var address = line[9..^1];
                    if (!Refused.ContainsKey(address))
                        to.Add(address);
                    await SayAsync(Refused.GetValueOrDefault(address, "250 ok"));
                    break;
                case "DATA" when to.Count > 0:
                    await SayAsync("354 end with a dot");
                    var text = await ReadDataAsync(stream);
                    lock (_mails)
                        _mails.Add(new ReceivedMail(from, to, text, isTls, isLoggedIn));
                    await SayAsync("250 queued");
                    break;
                case "QUIT":
                    await SayAsync("221 bye");
                    return;
                default:
                    await SayAsync("503 5.5.1 bad sequence");
                    break;
            }
        }

        async Task SayAsync(string text)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"), _stop.Token);
            await stream.FlushAsync(_stop.Token);
        }

        async Task ProtectAsync()
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
            (stream, isTls) = (tls, true);
        }
    }

    private async Task<IReadOnlyList<string>> ReadDataAsync(Stream stream)
    {
        var lines = new List<string>();
        while (await ReadLineAsync(stream) is { } line && line != ".")
            lines.Add(line.StartsWith('.') ? line[1..] : line);
        return lines;
    }

    // Byte by byte: what follows a command may be TLS.
    private async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _stop.Token) > 0)
        {
            if (one[0] == '\n')
            {
                Assert.True(line.Count is > 0 and <= 1000 && line[^1] == '\r', "A line ends with CR LF and has 1,000 bytes at most.");
                return Encoding.ASCII.GetString([.. line[..^1]]);
            }

            Assert.InRange(one[0], 1, 127);
            line.Add(one[0]);
        }

        return null;
    }

    private static string Decoded(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}

/// <param name="Lines">The lines of the message, headers and all.</param>
internal sealed record ReceivedMail(string From, IReadOnlyList<string> To, IReadOnlyList<string> Lines, bool IsTls, bool IsLoggedIn)
{
    public string Body
    {
        get
        {
            var empty = Lines.ToList().IndexOf("");
            return Encoding.UTF8.GetString(Convert.FromBase64String(string.Concat(Lines.Skip(empty + 1))));
        }
    }

    /// <summary>The value of a header, with its lines joined.</summary>
    public string Header(string name)
    {
        var lines = Lines.TakeWhile(line => line.Length > 0).ToList();
        var first = lines.FindIndex(line => line.StartsWith(name + ": ", StringComparison.Ordinal));
        var value = lines[first][(name.Length + 2)..];
        for (var i = first + 1; i < lines.Count && lines[i].StartsWith(' '); i++)
            value += lines[i];
        return value;
    }

    /// <summary>The subject, decoded as RFC 2047 says.</summary>
    public string Subject => string.Concat(Header("Subject").Split(' ').Select(word => Encoding.UTF8.GetString(
        Convert.FromBase64String(word["=?utf-8?B?".Length..^2]))));
}
