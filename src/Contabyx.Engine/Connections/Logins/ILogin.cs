namespace Contabyx.Engine.Connections.Logins;

/// <summary>Gives the user and the password for each new session of a server.</summary>
internal interface ILogin
{
    /// <summary>What to do when the server refuses it; NULL for the usual advice about passwords.</summary>
    string? Advice { get; }

    /// <summary>The login for a session that is opened now. Temporary passwords are renewed when it is time.</summary>
    /// <exception cref="ConnectionException">AWS gave no password.</exception>
    Task<Login> GetAsync(CancellationToken cancellation);
}
