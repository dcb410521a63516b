namespace Contabyx;

/// <summary>A named value of a job file.</summary>
/// <param name="Name">The name.</param>
/// <param name="Place">Where the name stands.</param>
/// <param name="Value">The value.</param>
public sealed record JobEntry(string Name, JobPlace Place, JobValue Value);
