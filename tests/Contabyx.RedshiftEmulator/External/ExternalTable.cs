namespace Contabyx.RedshiftEmulator;

/// <summary>A table whose rows are in files.</summary>
/// <param name="Keys">What it is partitioned by.</param>
/// <param name="Partitions">Those that are registered; of a table without keys, one that is all of it.</param>
internal sealed record ExternalTable(
    IReadOnlyList<FileColumn> Columns, IReadOnlyList<FileColumn> Keys, IReadOnlyList<ExternalPartition> Partitions);
