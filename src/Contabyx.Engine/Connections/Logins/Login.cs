namespace Contabyx.Engine.Connections.Logins;

/// <summary>The user and the password that a server gets at a login.</summary>
/// <param name="User">The user's name; empty for none.</param>
/// <param name="Password">The password; NULL for none.</param>
internal sealed record Login(string User, Secret? Password);
