namespace Contabyx;

/// <summary>A database of a job with its connection.</summary>
/// <param name="Database">The database.</param>
/// <param name="Connection">Its source and its warehouse.</param>
public sealed record JobTarget(JobDatabase Database, ContabyxConnection Connection);
