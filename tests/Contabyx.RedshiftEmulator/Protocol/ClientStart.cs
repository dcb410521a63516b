namespace Contabyx.RedshiftEmulator;

/// <summary>How a client's connection began.</summary>
/// <param name="Messages">Its messages from now on, within TLS where it asked for that.</param>
/// <param name="Cancels">The key of the session that it wants to cancel; NULL for a session.</param>
/// <param name="Parameters">User, database and settings.</param>
internal sealed record ClientStart(
    MessageStream Messages, byte[]? Cancels, IReadOnlyDictionary<string, string> Parameters);
