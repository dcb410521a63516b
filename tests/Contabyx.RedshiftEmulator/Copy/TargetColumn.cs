using System.Globalization;

namespace Contabyx.RedshiftEmulator;

/// <summary>A column that is loaded.</summary>
internal sealed record TargetColumn(
    string Name, string TypeName, string Type, int Length, int Precision, int Scale, bool NotNull, bool Identity, bool HasDefault)
{
    private const string Query =
        "SELECT attname, typname, type, length, precision, scale, attnotnull, attidentity, column_default, relid "
        + "FROM redshift_emulator.column_definition WHERE relid = {0}::regclass ORDER BY attnum";

    public bool IsText => TypeName is "varchar" or "bpchar";

    public static string Sql(string table) => string.Format(CultureInfo.InvariantCulture, Query, Quoted.Text(table));

    public static TargetColumn Read(List<string?> row) => new(
        row[0]!, row[1]!, row[2]!, Number(row[3]), Number(row[4]), Number(row[5]), row[6] == "t", row[7] != "",
        row[8] is not null);

    private static int Number(string? text) => text is null ? 0 : int.Parse(text, CultureInfo.InvariantCulture);
}
