using Contabyx.Engine.Books;
using Contabyx.Engine.Books.Queries;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Fitting;
using Contabyx.Engine.Sql;
using Contabyx.Engine.Warehouses;
using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

/// <summary>
/// Every statement that Contabyx sends to Amazon Redshift or gives to its users, written by the code that writes them, for
/// tables with every type of column and with every kind of key.
/// </summary>
internal static class ProductStatements
{
    private const string Schema = "public";

    private static readonly RedshiftWords Words = new(Schema);
    private static readonly RedshiftLoadSql Loads = new(Schema);

    private static readonly ColumnSchema[] Columns =
    [
        new("bigint_a", ColumnType.Of(ColumnKind.Int64), Nullable: false),
        new("integer_a", ColumnType.Of(ColumnKind.Int32)),
        new("smallint_a", ColumnType.Of(ColumnKind.Int16)),
        new("boolean_a", ColumnType.Of(ColumnKind.Boolean)),
        new("decimal_a", ColumnType.Decimal(18, 2)),
        new("decimal_wide", ColumnType.Decimal(38, 10)),
        new("decimal_widest", ColumnType.Decimal(38, 30)),
        new("real_a", ColumnType.Of(ColumnKind.Float32)),
        new("double_a", ColumnType.Of(ColumnKind.Float64)),
        new("text_a", ColumnType.Text(1000)),
        new("binary_a", new ColumnType(ColumnKind.Binary, 1000)),
        new("date_a", ColumnType.Of(ColumnKind.Date)),
        new("time_a", ColumnType.Of(ColumnKind.Time)),
        new("timestamp_a", ColumnType.Of(ColumnKind.Timestamp)),
        new("zoned_a", ColumnType.Of(ColumnKind.TimestampTz)),
    ];

    /// <summary>All of them, each with the name of what wrote it.</summary>
    public static IReadOnlyList<(string Name, string Sql)> All { get; } =
    [
        .. Scripts(), .. OfCatalogue(), .. OfBooks(), .. OfLoads(), .. OfTables(), .. ArchiveStatements.All(Columns),
        ("transaction", "BEGIN"), ("transaction", "COMMIT"), ("transaction", "ROLLBACK"),
    ];

    /// <summary>The files of the sql folder that Redshift runs.</summary>
    public static IReadOnlyList<string> Files { get; } =
        ["redshift/archive.sql", "redshift/catalog.sql", "redshift/load.sql", "redshift/session.sql", "reading.sql"];

    private static IEnumerable<(string, string)> Scripts() => ((string[])["redshift.sql", "legacy-entries.sql"]).SelectMany(
        file => string.Join('\n', SqlFile.Read(file).Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal)))
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(sql => (file, sql)));

    private static IEnumerable<(string, string)> OfCatalogue()
    {
        (string, string)[] slots =
        [
            ("schema", "'public'"), ("tables", "'clients', 'tax'"), ("columns", "svv_columns"), ("name", "\"public\""),
            ("table", "\"public\".\"Clients\""), ("reader", "GROUP \"analysts\""),
        ];
        foreach (var name in SqlFile.Load("redshift/session.sql").Names)
            yield return ("session: " + name, SqlFile.Load("redshift/session.sql").Statement(name));
        foreach (var name in SqlFile.Load("redshift/catalog.sql").Names)
        {
            (string, string)[] own = name.StartsWith("grant", StringComparison.Ordinal) || name is "analyze"
                ? [("schema", "\"public\""), .. slots[1..]]
                : slots;
            yield return ("catalog: " + name, SqlFile.Load("redshift/catalog.sql").Statement(name, own));
        }

        yield return ("catalog: columns of INFORMATION_SCHEMA", SqlFile.Load("redshift/catalog.sql").Statement(
            "columns", [.. slots.Where(slot => slot.Item1 != "columns"), ("columns", "information_schema.columns")]));
    }

    private static IEnumerable<(string, string)> OfBooks()
    {
        var books = new BooksSql(new Names());
        var filter = new BooksFilter { FirstDay = new DateOnly(2026, 1, 1), LastDay = new DateOnly(2026, 1, 31), Clients = [1, 2] };
        foreach (var name in (string[])["movements", "transfers-in", "transfers-out", "fees"])
        {
            foreach (var by in (BalanceGrouping?[])[null, .. Enum.GetValues<BalanceGrouping>()])
                yield return ("reading: " + name, books.Sums(name, by, filter));
        }

        yield return ("reading: transactions", books.Transactions(0, 10, filter));
        yield return ("reading: types", books.Types());
        yield return ("reading: first-clients", books.FirstClients(1_000));
        yield return ("reading: days", books.Days());
        foreach (var name in (string[])["clients", "fees-of", "transfers-into", "transfers-out-of"])
            yield return ("reading: " + name, books.Of(name, [1, 2]));
    }

    private static IEnumerable<(string, string)> OfTables()
    {
        var ddl = new RedshiftDdl(Words);
        foreach (var table in BooksSchema.Tables.Append(Table(["bigint_a"])))
            yield return ("create", ddl.Create(table, TableLayout.Auto));
        yield return ("create", ddl.Create(
            Table(["text_a"]), TableLayout.Auto with { DistKey = "bigint_a", SortKey = ["date_a", "text_a"] }));
        var narrow = Table(["bigint_a"]) with
        {
            Columns = [.. Columns[1..].Select(column => column.Name == "text_a" ? column with { Type = ColumnType.Text(10) } : column)],
        };
        foreach (var sql in ddl.Alter(narrow, TableFit.Of(Table(["bigint_a"]), narrow)))
            yield return ("alter", sql);
        foreach (var sql in ddl.Comments(
            Table(["bigint_a"]) with { Comment = "it's", Columns = [.. Columns.Select(column => column with { Comment = "a \\ b" })] }))
            yield return ("comment", sql);
    }

    private static IEnumerable<(string, string)> OfLoads()
    {
        foreach (var load in Samples())
        {
            foreach (var sql in OfLoad(load))
                yield return ("load: " + load.Mode, sql);
        }

        var wide = Enumerable.Range(0, 1000).Select(i => new ColumnSchema($"bigint_{i}", ColumnType.Of(ColumnKind.Int64))).ToArray();
        foreach (var sql in Loads.TableTotals(new TableSchema("Wide", wide, ["bigint_0"]), null))
            yield return ("totals of a wide table", sql);
        yield return ("history", Loads.ReadHistory(null));
        yield return ("history", Loads.ReadHistory("R"));
        yield return ("history", Loads.ReadWatermarks("T", 5));
        yield return ("history", Loads.AddWatermark("watermark"));
        yield return ("history", Loads.CreateHistory);
        yield return ("load errors", Loads.SessionId);
        yield return ("load errors", Loads.LastCopyCount);
        yield return ("load errors", Loads.LoadErrors(1, 10));
    }

    private static IEnumerable<TableLoad> Samples()
    {
        string[][] keys = [["bigint_a"], ["text_a", "integer_a"], []];
        var parsed = new TableSchema(
            "Parsed", [Columns[0], new ColumnSchema("super_a", ColumnType.Text(65_535)) { IsSuper = true }], ["bigint_a"]);
        yield return Sample(parsed, LoadMode.Replace);
        yield return Sample(parsed, LoadMode.Merge);
        foreach (var table in keys.Select(Table))
        {
            yield return Sample(table, LoadMode.Append);
            yield return Sample(table, LoadMode.Replace);
            yield return Sample(table, LoadMode.Merge) with { Format = FileFormat.Parquet };
            foreach (var deletes in Enum.GetValues<DeletedRows>())
            {
                var whole = new TableTotals(1, 1, 1, []);
                var sync = new TableSync
                {
                    Whole = whole, Deletes = deletes, WatermarkColumn = "timestamp_a", Watermark = "2026-01-01 00:00:00",
                    DeletedAtColumn = deletes == DeletedRows.Mark ? "deleted_at" : null, DeletedAt = DateTimeOffset.UnixEpoch,
                };
                var buckets = table.RangeKey < 0 ? new KeyBuckets(64) : new KeyBuckets(64, 0, 100);
                yield return Sample(table, LoadMode.Differences) with
                {
                    Sync = sync,
                    Buckets = new LoadedBuckets(buckets, BucketList.Of([-1, 0, 1, 5])),
                };
            }
        }
    }

    private static IEnumerable<string> OfLoad(TableLoad load)
    {
        var credentials = CopyCredentials.ByRole("default");
        var keys = new CopyCredentials(null, "AKIA", new Secret("secret"), new Secret("token"));
        var record = new LoadRecord("R", "T", load.Mode, "h", 1, 1, 1, 1, 1, LoadProof.Proven, DateTimeOffset.UnixEpoch)
        {
            WatermarkColumn = load.Sync?.WatermarkColumn, Watermark = load.Sync?.Watermark,
        };
        yield return Loads.FindEarlier(load);
        yield return Loads.NewerRun(load, 1, 9);
        yield return Loads.DropOldStage(load);
        yield return Loads.CreateStage(load);
        yield return Loads.Copy(load, credentials, "sa-east-1", "ROUNDEC");
        yield return Loads.Copy(load with { HeaderLines = 1, NullMarker = @"\N2", MaxErrors = 10 }, keys, null, "");
        yield return Loads.Survey(load with { Format = FileFormat.Csv }, credentials, "sa-east-1", "");
        yield return Loads.LockHistory;
        yield return Loads.Overlap(load, 1, 9);
        yield return Loads.Record(record);
        yield return Loads.Buckets.Span(load.Table, load.Sync?.DeletedAtColumn);
        if (load.Table.Key.Count > 0)
        {
            yield return Loads.MergeDelete(load);
            yield return Loads.CountMatches(load);
        }

        var division = load.Buckets?.Division ?? new KeyBuckets(64);
        yield return Loads.Buckets.Count(load.Table, division, load.Sync?.DeletedAtColumn);
        yield return Loads.Buckets.Rows(load.Table, division, [0, 5]);
        string[] more =
        [
            .. Loads.StagedTotals(load), .. Loads.TableTotals(load.Table, null), .. Loads.Apply(load, record), .. Loads.Confirm(load),
        ];
        foreach (var sql in more)
            yield return sql;
        if (load.Table.RangeKey >= 0)
            yield return Loads.TableTotals(load.Table, new KeyRange(1, 9))[0];
    }

    private static TableSchema Table(string[] key) => new("T\"x", Columns, key);

    private static TableLoad Sample(TableSchema table, LoadMode mode) => new()
    {
        Run = "R",
        Table = table,
        Mode = mode,
        ManifestUri = "s3://b/KEY/manifest.json",
        FileUris = ["s3://b/KEY/1"],
        Format = FileFormat.Csv,
        Compression = FileCompression.Zstd,
        NullMarker = NullMarkers.Default,
        ContentHash = "h",
        Bytes = 1,
    };

    private sealed class Names : IQueried
    {
        public string Address => "redshift://user@host/dev";

        public string TextType => "VARCHAR";

        public string QuoteTable(string name) => Words.Table(name);

        public Task<IReadOnlyList<string?[]>> QueryAsync(string sql, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
