namespace Contabyx.Engine.Connections.Logins;

/// <summary>A user and a password that AWS gave for some time.</summary>
/// <param name="User">The database user, such as <c>IAMR:loader</c>.</param>
/// <param name="Password">The password.</param>
/// <param name="Expires">Until when it can be used to log in.</param>
internal sealed record TemporaryPassword(string User, Secret Password, DateTimeOffset Expires);
