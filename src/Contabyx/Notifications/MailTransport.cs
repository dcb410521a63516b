namespace Contabyx;

/// <summary>How the connection to a mail server is protected.</summary>
public enum MailTransport
{
    /// <summary>It begins in clear text and must change to TLS before anything else (STARTTLS).</summary>
    StartTls,

    /// <summary>It is TLS from its first byte.</summary>
    Tls,

    /// <summary>Clear text. No password may be sent over it.</summary>
    None,
}
