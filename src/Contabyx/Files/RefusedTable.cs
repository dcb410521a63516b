namespace Contabyx;

/// <summary>A table that should be in a run but is not, because it was refused before the upload.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Mode">How it would have been loaded.</param>
/// <param name="Reason">Why it was refused.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record RefusedTable(string Table, LoadMode Mode, string Reason, string Advice);
