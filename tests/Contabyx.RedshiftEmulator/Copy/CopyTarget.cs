using System.Globalization;

namespace Contabyx.RedshiftEmulator;

/// <summary>The columns that a COPY fills, in the order of its fields: <c>copy-parameters-column-mapping</c>.</summary>
internal sealed record CopyTarget(int TableId, IReadOnlyList<TargetColumn> Columns)
{
    public static CopyTarget Of(CopyCommand command, List<List<string?>> rows)
    {
        var all = rows.ConvertAll(TargetColumn.Read);
        if (command.Format == CopyFormat.Parquet && all.Exists(column => column.Identity))
            throw RedshiftException.NotSupported("COPY of Parquet into a table with an IDENTITY column is");
        var chosen = command.Columns.Count == 0
            ? all.FindAll(column => command.ExplicitIds || !column.Identity)
            : command.Columns.Select(name => Find(all, name, command)).ToList();
        var identity = chosen.Find(column => column.Identity);
        if (identity is not null && !command.ExplicitIds)
            throw new RedshiftException("0A000", $"cannot set an identity column to a value: {identity.Name}");
        if (command.ExplicitIds && identity is null)
            throw new RedshiftException("0A000", "EXPLICIT_IDS requires the IDENTITY column in the column list");
        var missing = all.Except(chosen).FirstOrDefault(column => column is { NotNull: true, HasDefault: false, Identity: false });
        if (missing is not null)
        {
            throw new RedshiftException(
                "42601", $"column \"{missing.Name}\" is NOT NULL, has no default and is not in the column list");
        }

        return new CopyTarget(int.Parse(rows[0][9]!, CultureInfo.InvariantCulture), chosen);
    }

    /// <summary>PostgreSQL's COPY for it.</summary>
    public string Sql(CopyCommand command) =>
        $"COPY {command.Table} ({string.Join(", ", Columns.Select(column => Quoted.Name(column.Name)))}) FROM STDIN";

    private static TargetColumn Find(List<TargetColumn> all, string name, CopyCommand command) =>
        all.Find(column => column.Name == name) ?? throw new RedshiftException(
            "42703", $"column \"{name}\" of relation \"{command.TableText}\" does not exist");
}
