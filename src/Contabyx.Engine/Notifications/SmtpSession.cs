using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Text;
using Contabyx.Engine.Connections.Secrets;

namespace Contabyx.Engine.Notifications;

/// <summary>
/// A session with a mail server: as much of SMTP as one message needs (RFC 5321, STARTTLS of RFC 3207, AUTH PLAIN and LOGIN of
/// RFC 4954). There is no package for it: MailKit with what it needs would be a third of the module.
/// </summary>
/// <param name="stream">The connection; disposed with the session.</param>
/// <param name="where">Where the mail goes, for errors.</param>
internal sealed class SmtpSession(Stream stream, string where) : IAsyncDisposable
{
    // The longest reply of a line is 512 bytes (RFC 5321, 4.5.3.1.5); extensions may be longer.
    private const int LongestLine = 4096;
    private const int MostLines = 100;

    private readonly byte[] _buffer = new byte[LongestLine];
    private Stream _stream = stream;
    private int _start;
    private int _end;
    private IReadOnlyList<string> _extensions = [];

    /// <summary>Changes the connection to TLS.</summary>
    public async Task ProtectAsync(SslClientAuthenticationOptions options, CancellationToken cancellation)
    {
        var protectedStream = new SslStream(_stream);
        _stream = protectedStream;
        await protectedStream.AuthenticateAsClientAsync(options, cancellation).ConfigureAwait(false);
    }

    /// <summary>Waits for the server's greeting, and asks what it can do.</summary>
    public async Task GreetAsync(CancellationToken cancellation)
    {
        Expect(await ReadAsync(cancellation).ConfigureAwait(false), "its greeting", 220);
        await HelloAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Changes the connection to TLS as the server offers it; it must.</summary>
    public async Task StartTlsAsync(SslClientAuthenticationOptions options, CancellationToken cancellation)
    {
        if (!_extensions.Contains("STARTTLS", StringComparer.OrdinalIgnoreCase))
        {
            throw Refused(
                "it does not offer STARTTLS.",
                "Use smtps:// for a server with TLS from the first byte, or Tls = 'None' for one in a network that you trust.");
        }

        Expect(await AskAsync("STARTTLS", cancellation).ConfigureAwait(false), "STARTTLS", 220);

        // What came before TLS may be from anybody (RFC 3207, 6).
        if (_start < _end)
            throw Refused("it sent more than its answer before TLS began.", "Somebody may be between this machine and the server.");
        await ProtectAsync(options, cancellation).ConfigureAwait(false);
        await HelloAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Logs in.</summary>
    public async Task LogInAsync(NetworkCredential login, CancellationToken cancellation)
    {
        var logins = _extensions.FirstOrDefault(line => line.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase));
        var offered = logins?.Split(' ')[1..] ?? [];
        Reply reply;
        if (offered.Contains("PLAIN", StringComparer.OrdinalIgnoreCase))
        {
            reply = await AskAsync(
                "AUTH PLAIN " + SecretBase64($"\0{login.UserName}\0{login.Password}"), cancellation).ConfigureAwait(false);
        }
        else if (offered.Contains("LOGIN", StringComparer.OrdinalIgnoreCase))
        {
            Expect(await AskAsync("AUTH LOGIN", cancellation).ConfigureAwait(false), "the login", 334);
            Expect(await AskAsync(Base64(login.UserName), cancellation).ConfigureAwait(false), "the login", 334);
            reply = await AskAsync(SecretBase64(login.Password), cancellation).ConfigureAwait(false);
        }
        else
        {
            throw Refused(
                offered.Length == 0 ? "it does not take a login." : $"it takes only the logins {string.Join(", ", offered)}.",
                "Use a server, or a port of it, that takes AUTH PLAIN or LOGIN; 587 is usual. Without Password, nobody logs in.");
        }

        Expect(reply, "the login", 235);
    }

    /// <summary>Sends a message.</summary>
    /// <param name="text">The message, whose lines never begin with a full stop.</param>
    /// <returns>Recipients that were refused while others were not, each with the reason.</returns>
    public async Task<IReadOnlyList<string>> SendAsync(
        string from, IReadOnlyList<string> to, string text, CancellationToken cancellation)
    {
        Expect(await AskAsync($"MAIL FROM:<{from}>", cancellation).ConfigureAwait(false), "the sender", 250);
        var refused = new List<string>();
        foreach (var address in to)
        {
            var reply = await AskAsync($"RCPT TO:<{address}>", cancellation).ConfigureAwait(false);
            if (reply.Code is not (250 or 251))
                refused.Add($"{address}: {reply}");
            if (refused.Count == to.Count)
                Expect(reply, "the recipients", 250);
        }

        Expect(await AskAsync("DATA", cancellation).ConfigureAwait(false), "the message", 354);
        Expect(await AskAsync(text + "\r\n.", cancellation).ConfigureAwait(false), "the message", 250);
        return refused;
    }

    /// <summary>Ends the session. The server's farewell is not awaited: the message is its own by now, or there is none.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stream.WriteAsync("QUIT\r\n"u8.ToArray(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or NotSupportedException)
        {
            // The connection has gone already, or TLS never began.
        }

        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private async Task HelloAsync(CancellationToken cancellation)
    {
        var name = Dns.GetHostName();
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'))
            name = "[127.0.0.1]";
        var reply = await AskAsync($"EHLO {name}", cancellation).ConfigureAwait(false);
        Expect(reply, "EHLO", 250);
        _extensions = [.. reply.Lines.Skip(1)];
    }

    private async Task<Reply> AskAsync(string line, CancellationToken cancellation)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancellation).ConfigureAwait(false);
        await _stream.FlushAsync(cancellation).ConfigureAwait(false);
        return await ReadAsync(cancellation).ConfigureAwait(false);
    }

    // 250-first line, 250-second line, 250 last line
    private async Task<Reply> ReadAsync(CancellationToken cancellation)
    {
        var lines = new List<string>();
        while (lines.Count < MostLines)
        {
            var line = await ReadLineAsync(cancellation).ConfigureAwait(false);
            if (line.Length < 3 || !int.TryParse(line[..3], NumberStyles.None, CultureInfo.InvariantCulture, out var code))
                break;
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ')
                return new Reply(code, lines);
        }

        throw Refused("its answer is not SMTP.", "Check the port: 587 for smtp://, 465 for smtps://.");
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var end = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            if (end >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, end - _start).TrimEnd('\r');
                _start = end + 1;
                return line;
            }

            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            if (_end == _buffer.Length)
                throw Refused("its answer is not SMTP.", "Check the port: 587 for smtp://, 465 for smtps://.");
            var read = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellation).ConfigureAwait(false);
            if (read == 0)
                throw new IOException("The server closed the connection.");
            _end += read;
        }
    }

    // Codes that begin with 4 say that another attempt may succeed (RFC 5321, 4.2.1).
    private void Expect(Reply reply, string what, int code)
    {
        if (reply.Code != code)
        {
            throw new DeliveryException(where, $"the server's answer to {what} is {reply}", reply.Code is 530 or 534 or 535
                ? "Check the user in the address and Password in the entry of Notify."
                : "Check the addresses in the entry of Notify, and what the server allows this user to send.")
            {
                MayRetry = reply.Code is >= 400 and < 500,
            };
        }
    }

    private DeliveryException Refused(string reason, string advice) => new(where, "the mail server cannot be used: " + reason, advice);

    // A server may repeat a command that it does not know in its answer.
    private static string SecretBase64(string text)
    {
        var encoded = Base64(text);
        Redactor.Remember(encoded);
        return encoded;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private sealed record Reply(int Code, IReadOnlyList<string> Lines)
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Code} {Redactor.Redact(string.Join(' ', Lines))}").TrimEnd();
    }
}
