namespace Contabyx;

/// <summary>How mail is sent.</summary>
/// <param name="Host">The name of the server.</param>
/// <param name="Port">Its TCP port.</param>
/// <param name="Transport">How the connection is protected.</param>
/// <param name="User">Who logs in; NULL if the secret says so, or nobody does.</param>
/// <param name="From">The sender's address.</param>
/// <param name="To">The addresses of those who get it; at least one.</param>
public sealed record MailRoute(
    string Host, int Port, MailTransport Transport, string? User, string From, IReadOnlyList<string> To);
