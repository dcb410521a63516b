namespace Contabyx.Engine.Connections.Logins;

/// <summary>A user and a password that Amazon Redshift gave for some time.</summary>
/// <param name="User">The database user, such as <c>IAMR:loader</c>.</param>
/// <param name="Password">The password.</param>
/// <param name="RenewAt">From when a new one should be asked for.</param>
internal sealed record TemporaryPassword(string User, Secret Password, DateTimeOffset RenewAt);
