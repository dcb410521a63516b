using System.Globalization;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Warehouses.Sql;

/// <summary>
/// Writes the SQL that divides a table into buckets, and that counts, reads, deletes and marks the rows of some
/// buckets.
/// </summary>
/// <param name="sql">The statements.</param>
/// <param name="words">How the warehouse writes values.</param>
internal sealed class BucketSql(SqlFile sql, ISqlWords words)
{
    // A sorted table is searched by ranges of its key, if there are only a few.
    private const int MostRanges = 50;

    /// <summary>Counts the rows of each bucket, and sums their fingerprints: see <see cref="Parse"/>.</summary>
    /// <param name="deletedAt">The column that marks rows to ignore; NULL for none.</param>
    public string Count(TableSchema table, KeyBuckets buckets, string? deletedAt) => sql.Statement(
        "buckets",
        ("bucket", Number(table, buckets)),
        ("fingerprint", new FingerprintSql(words).Row(table.Columns)),
        ("table", words.Table(table.Name)),
        ("where", deletedAt is null ? "" : $"WHERE {IsLive(deletedAt)}"));

    /// <summary>Reads the result of the query for buckets.</summary>
    public static IReadOnlyDictionary<int, BucketTotals> Parse(IEnumerable<string?[]> rows) => rows
        .Select(row => (Bucket: SqlText.ParseNumber(row[0])!.Value, Totals: new BucketTotals(
            SqlText.ParseNumber(row[1])!.Value, UInt128.Parse(row[2]!, CultureInfo.InvariantCulture))))
        .Where(found => found.Bucket is >= KeyBuckets.Keyless and <= int.MaxValue)
        .ToDictionary(found => (int)found.Bucket, found => found.Totals);

    /// <summary>Counts the rows, and finds the smallest and largest key.</summary>
    /// <param name="deletedAt">The column that marks rows to ignore; NULL for none.</param>
    public string Span(TableSchema table, string? deletedAt)
    {
        var key = table.RangeKey < 0 ? null : words.Column(table.Columns[table.RangeKey].Name);
        return sql.Statement(
            "span",
            ("first", key is null ? "NULL" : $"min({key})"),
            ("last", key is null ? "NULL" : $"max({key})"),
            ("table", words.Table(table.Name)),
            ("where", deletedAt is null ? "" : $"WHERE {IsLive(deletedAt)}"));
    }

    /// <summary>Reads the rows of some buckets as text.</summary>
    public string Rows(TableSchema table, KeyBuckets buckets, IReadOnlyList<int> wanted) => sql.Statement(
        "rows",
        ("values", string.Join(", ", table.Columns.Select(column => words.TextOf(column)))),
        ("table", words.Table(table.Name)),
        ("bucket", Number(table, buckets)),
        ("wanted", Numbers(wanted)));

    /// <summary>Deletes all rows of the buckets that a load replaces.</summary>
    public string Delete(TableLoad load) =>
        sql.Statement("bucket-delete", ("table", words.Table(load.Table.Name)), ("rows", InBuckets(load.Table, load.Buckets!)));

    /// <summary>Marks the rows of these buckets that are not marked yet.</summary>
    public string Mark(TableLoad load) => sql.Statement(
        "bucket-mark",
        ("table", words.Table(load.Table.Name)),
        ("column", words.Column(load.Sync!.DeletedAtColumn!)),
        ("time", SqlText.Moment(load.Sync.DeletedAt!.Value)),
        ("rows", InBuckets(load.Table, load.Buckets!)));

    /// <summary>Whether a row is not marked.</summary>
    /// <param name="deletedAt">The column that marks deleted rows.</param>
    public string IsLive(string deletedAt) => $"{words.Column(deletedAt)} IS NULL";

    private string InBuckets(TableSchema table, LoadedBuckets buckets)
    {
        var (division, replaced) = buckets;
        if (division.First is null || replaced.Runs.Count > MostRanges)
            return $"{Number(table, division)} IN ({Numbers(replaced.Numbers)})";
        var key = words.Column(table.Columns[table.RangeKey].Name);
        return string.Join(" OR ", replaced.Runs.SelectMany(run => Conditions(run)));

        IEnumerable<string> Conditions((int First, int Last) run)
        {
            if (run.First == KeyBuckets.Keyless)
                yield return $"{key} IS NULL";
            if (run.Last < 0)
                yield break;
            var keys = division.RangeOf((Math.Max(run.First, 0), run.Last));
            yield return $"{key} BETWEEN {SqlText.Number(keys.First)} AND {SqlText.Number(keys.Last)}";
        }
    }

    private static string Numbers(IEnumerable<int> numbers) => string.Join(", ", numbers.Select(number => SqlText.Number(number)));

    private string Number(TableSchema table, KeyBuckets buckets)
    {
        if (buckets.First is not { } first)
        {
            var hash = new FingerprintSql(words).Row(RowKey.ColumnsOf(table));
            return $"mod({hash}, {SqlText.Number(buckets.Count)})";
        }

        var distance = $"(CAST({words.Column(table.Columns[table.RangeKey].Name)} AS BIGINT) - {SqlText.Number(first)})";
        var quotient = words.Quotient(distance, SqlText.Number(buckets.Width));
        return $"coalesce({quotient}, {SqlText.Number(KeyBuckets.Keyless)})";
    }
}
