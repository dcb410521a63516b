namespace Contabyx.RedshiftEmulator;

/// <summary>A table whose rows are in files.</summary>
/// <param name="Location">Where its files are, when it has no partitions.</param>
/// <param name="Keys">What it is partitioned by.</param>
/// <param name="Partitions">NULL keys: the table has none, and the one part is all of it.</param>
internal sealed record ExternalTable(
    string Location, IReadOnlyList<FileColumn> Columns, IReadOnlyList<FileColumn> Keys, IReadOnlyList<ExternalPartition> Partitions);
