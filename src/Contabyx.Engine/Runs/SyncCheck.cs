using System.Text;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Runs;

/// <summary>
/// Checks what a run's document says about the rest of a table. It determines which rows are deleted and what is proven, and
/// somebody may have edited it.
/// </summary>
internal static class SyncCheck
{
    /// <summary>What is not valid, in words; NULL if everything is.</summary>
    public static string? ProblemOf(RunTable table)
    {
        var name = table.Schema.Name;
        if (table.Sync is not { } sync)
            return table.Mode == LoadMode.Differences ? $"it does not say which rows of {name} are replaced." : null;
        if (!Enum.IsDefined(sync.Deletes))
            return $"{name} has a rule for deleted rows that this version does not know.";
        if (WatermarkProblem(table.Schema, sync) is { } watermark)
            return watermark;
        if (table.Mode != LoadMode.Differences)
        {
            return sync is { Buckets: null, Whole: null, IsPart: false, DeletedAtColumn: null } && table.Mode != LoadMode.Append
                ? null
                : $"it has settings for {name} that only a run of differences can have.";
        }

        if (table.Schema.Columns.Any(column => column.IsSuper))
            return $"{name} has parsed columns, and its parts cannot be compared.";
        if (sync.Buckets is null || LoadedBuckets.TryRead(table.Schema, sync.Buckets) is not { } buckets)
            return $"the division of {name} into parts is not valid.";
        if (buckets.Replaced.Count == 0 != (table.Files.Count == 0))
            return $"the files of {name} do not match the rows that it replaces.";
        return MarkProblem(table, sync) ?? WholeProblem(table, sync);
    }

    private static string? WholeProblem(RunTable table, TableSync sync)
    {
        var name = table.Schema.Name;
        if (sync.Whole is not { } whole)
        {
            return table.Files.Count > 0 && (sync.IsPart || sync.Deletes == DeletedRows.Keep)
                ? null
                : $"it does not have the totals of the whole table {name}.";
        }

        return whole.Rows >= 0 && whole.Fingerprint is not null && whole.Columns.All(column => column is not null)
            && whole.Columns.Select(column => column.Column).SequenceEqual(table.Schema.Columns.Select(column => column.Name))
                ? null
                : $"the totals of the whole table {name} are not valid.";
    }

    private static string? MarkProblem(RunTable table, TableSync sync)
    {
        var schema = table.Schema;
        if (sync.Deletes != DeletedRows.Delete && schema.Key.Count == 0)
            return $"{schema.Name} has no key to identify deleted rows by.";
        if (sync.DeletedAtColumn is not { } column)
        {
            return sync.Deletes == DeletedRows.Mark && table.Files.Count > 0
                ? $"it does not name the column that marks deleted rows of {schema.Name}."
                : null;
        }

        return sync is { Deletes: DeletedRows.Mark, DeletedAt: not null } && column.Length > 0
            && Encoding.UTF8.GetByteCount(column) <= RunCheck.LongestName && !column.Contains('\0', StringComparison.Ordinal)
            && !schema.Columns.Any(other => other.Name.Equals(column, StringComparison.OrdinalIgnoreCase))
                ? null
                : $"the column that marks deleted rows of {schema.Name} cannot be '{column}'.";
    }

    private static string? WatermarkProblem(TableSchema schema, TableSync sync)
    {
        if (sync.Watermark is not { } watermark)
            return null;
        var column = schema.Columns.FirstOrDefault(column => column.Name == sync.WatermarkColumn);
        return column is not null && WatermarkValue.Fits(column.Type) && WatermarkValue.TryParse(column.Type, watermark) is not null
            ? null
            : $"'{watermark}' cannot be the watermark of {schema.Name}.";
    }
}
