namespace Contabyx.RedshiftEmulator;

/// <summary>Who a session is.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Database">The database's name for the client.</param>
/// <param name="Backend">Its name in PostgreSQL.</param>
/// <param name="IsOrdinary">The user is no superuser.</param>
internal sealed record SessionSettings(string User, string Database, string Backend, bool IsOrdinary);
