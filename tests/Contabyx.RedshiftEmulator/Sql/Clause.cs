namespace Contabyx.RedshiftEmulator;

/// <summary>A clause of a query.</summary>
internal enum Clause
{
    List,
    From,
    On,
    Where,
    Other,
}
