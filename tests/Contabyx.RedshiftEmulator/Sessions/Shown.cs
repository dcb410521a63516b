namespace Contabyx.RedshiftEmulator;

/// <summary>What of a description the client is to see.</summary>
internal enum Shown
{
    All,
    Rows,
    Nothing,
}
