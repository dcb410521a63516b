namespace Contabyx;

/// <summary>What a table writer wrote.</summary>
/// <param name="Parts">The files, in order. A table without rows has one part without rows.</param>
/// <param name="Totals">The control totals of all rows.</param>
/// <param name="NullMarker">What stands for NULL; empty for formats that need none.</param>
/// <param name="Extents">How far the values of each column reach.</param>
public sealed record WrittenTable(
    IReadOnlyList<WrittenPart> Parts, TableTotals Totals, string NullMarker, ExtentCounter Extents);

/// <summary>One file that a table writer wrote.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Bytes">Its size in bytes.</param>
/// <param name="Sha256">Its SHA-256, as 64 lower-case hexadecimal digits.</param>
public sealed record WrittenPart(string Path, long Rows, long Bytes, string Sha256);
