namespace Contabyx.Engine.Connections.Settings;

/// <summary>How a connection to a server is protected on the network.</summary>
public enum TransportSecurity
{
    /// <summary>Not at all.</summary>
    Disable,

    /// <summary>By TLS where the server offers it; the default on loopback only.</summary>
    Prefer,

    /// <summary>By TLS, without looking at the server's certificate.</summary>
    Require,

    /// <summary>By TLS, with a certificate of an authority that is trusted.</summary>
    VerifyAuthority,

    /// <summary>By TLS, with a trusted certificate for this host's name; the default for remote hosts.</summary>
    VerifyFull,
}
