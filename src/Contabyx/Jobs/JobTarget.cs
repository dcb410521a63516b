namespace Contabyx;

/// <summary>A database of a job with the connection that it is moved by.</summary>
/// <param name="Database">The database.</param>
/// <param name="Connection">Where it is read, and where it is loaded.</param>
public sealed record JobTarget(JobDatabase Database, ContabyxConnection Connection);
