namespace Contabyx.Engine.Connections.Logins;

/// <summary>The same user and password every time.</summary>
/// <param name="user">The user's name; empty for none.</param>
/// <param name="password">The password; NULL for none.</param>
internal sealed class PasswordLogin(string user, Secret? password) : ILogin
{
    private readonly Task<Login> _login = Task.FromResult(new Login(user, password));

    /// <inheritdoc/>
    public string? Advice => null;

    /// <inheritdoc/>
    public Task<Login> GetAsync(CancellationToken cancellation) => _login;
}
