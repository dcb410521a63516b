using Contabyx.Engine.Files.Parts;
using Contabyx.Engine.Files.Proof;

namespace Contabyx.Engine.Files;

/// <summary>What a table writer wrote.</summary>
/// <param name="Parts">The files, in order. A table without rows has one part without rows.</param>
/// <param name="Totals">The control totals of all rows.</param>
/// <param name="NullMarker">What stands for NULL; empty for formats that need none.</param>
/// <param name="Extents">The range of the values of each column.</param>
internal sealed record WrittenTable(
    IReadOnlyList<WrittenPart> Parts, TableTotals Totals, string NullMarker, ExtentCounter Extents);
