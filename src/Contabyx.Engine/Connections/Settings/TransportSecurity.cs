namespace Contabyx.Engine.Connections.Settings;

/// <summary>How a connection to a server is protected on the network.</summary>
public enum TransportSecurity
{
    /// <summary>Not at all.</summary>
    Disable,

    /// <summary>By TLS if the server offers it; the default only on loopback.</summary>
    Prefer,

    /// <summary>By TLS, without checking the server's certificate.</summary>
    Require,

    /// <summary>By TLS, with a certificate of a trusted authority.</summary>
    VerifyAuthority,

    /// <summary>By TLS, with a trusted certificate for this host's name; the default for remote hosts.</summary>
    VerifyFull,
}
