namespace Contabyx;

/// <summary>A table or a year of it that cannot be archived or restored, or that is archived and stands in the way.</summary>
/// <param name="table">The table's name.</param>
/// <param name="reason">What happened, in one sentence.</param>
/// <param name="advice">What to do next.</param>
public sealed class ArchiveException(string table, string reason, string advice) : ContabyxException($"{table}: {reason}", advice, table);
