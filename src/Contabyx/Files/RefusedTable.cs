namespace Contabyx;

/// <summary>A table that was to be in a run and is not, because it was refused on the way to the bucket.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Mode">How it would have been loaded.</param>
/// <param name="Reason">Why it was refused.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record RefusedTable(string Table, LoadMode Mode, string Reason, string Advice);
