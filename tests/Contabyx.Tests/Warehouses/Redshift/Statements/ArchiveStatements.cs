using Contabyx.Engine.Warehouses;
using Contabyx.Engine.Warehouses.Redshift;

namespace Contabyx.Tests;

/// <summary>Every statement of an archive of Amazon Redshift, for a table with every type of column.</summary>
internal static class ArchiveStatements
{
    private static readonly RedshiftArchiveSql Sql = new("public", new RedshiftLoadSql("public"));

    /// <summary>All of them, each with the name of what wrote it.</summary>
    public static IEnumerable<(string Name, string Sql)> All(IReadOnlyList<ColumnSchema> columns)
    {
        var (table, year) = Sample(columns);
        var keys = new CopyCredentials(null, "AKIA", new Secret("secret"), new Secret("token"));
        string[] statements =
        [
            Sql.CountKeys(year, columns[0].Name, 1, 9), Sql.Readers("T"), Sql.Owner("T"), Sql.Masks("T"), Sql.RowPolicies("T"),
            Sql.ShareLedger("ana", "user"), Sql.ShareLedger("analysts", "group"), Sql.ShareLedger("x", "role"),
            Sql.ShareLedger("public", "public"),
            Sql.CreateAttempts, Sql.ReadAttempts("T", 2015), Sql.BeginAttempt(year, DateTimeOffset.UnixEpoch), Sql.EndAttempt(year.Id),
            Sql.CreateLedger, Sql.HasLedger, Sql.HasView(table.View), Sql.HasSchema("contabyx_archive"),
            Sql.CreateSchema("contabyx_archive", CopyCredentials.ByRole("default")),
            Sql.CreateExternal(table), Sql.CreateView(table, []), Sql.CreateView(table, [year]), Sql.DropView(table),
            Sql.ReadLedger(null), Sql.ReadLedger("T"), Sql.CountYears(table.Schema, table.Column, 2018),
            Sql.Unload(year, CopyCredentials.ByRole("default"), null, null), Sql.Unload(year, keys, "sa-east-1", "arn:aws:kms:key"),
            Sql.LastUnloadCount, Sql.AddPartition(year), Sql.DropPartition(year, "other"), Sql.Lock,
            .. Sql.TableTotals(year), .. Sql.ArchivedTotals(year),
            Sql.Delete(year), Sql.BringBack(year), Sql.Record(year), Sql.Forget(year),
            Sql.Stray([year, year with { Year = 2016 }, year with { Year = 2019 }]),

            // What UNLOAD runs is a statement, too.
            Sql.UnloadedRows(year),
        ];
        return statements.Select(sql => ("archive", sql));
    }

    /// <summary>A table and a year of it.</summary>
    public static (ArchivedTable Table, ArchivedYear Year) Sample(IReadOnlyList<ColumnSchema> columns)
    {
        var table = new ArchivedTable(new TableSchema("T\"x", columns, []), "timestamp_a", [])
        {
            Location = "s3://b/KEY/archive/T~22x/", ExternalSchema = "contabyx_archive", View = "T\"x_all",
        };
        return (table, new ArchivedYear(table.Schema, table.Column, 2015, "20261130T200000000Z-abcdef-12345678")
        {
            Location = "s3://b/KEY/archive/T~22x/archive_year=2015/archive_id=20261130T200000000Z-abcdef-12345678/",
            View = table.View,
            ExternalSchema = table.ExternalSchema,
            ExternalTable = ExternalNames.Of(table.Schema, table.Location),
        });
    }
}
