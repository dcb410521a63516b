using System.Globalization;
using System.Text.Json;

namespace Contabyx.Engine.Warehouses.Sql;

/// <summary>
/// The columns of an archived year as the ledger keeps them: <c>["Int64 0 0 0 id", "Text 50 0 0 name"]</c>. The
/// name comes last, because it may hold anything.
/// </summary>
internal static class ArchivedColumns
{
    /// <summary>The text of columns.</summary>
    public static string Write(IReadOnlyList<ColumnSchema> columns) => JsonSerializer.Serialize(
        columns.Select(column => string.Create(
            CultureInfo.InvariantCulture,
            $"{column.Type.Kind} {column.Type.Length} {column.Type.Precision} {column.Type.Scale} {column.Name}")).ToArray());

    /// <summary>The columns of a text.</summary>
    /// <param name="text">What <see cref="Write"/> wrote.</param>
    public static IReadOnlyList<ColumnSchema> Read(string text) =>
        [.. JsonSerializer.Deserialize<string[]>(text)!.Select(column => column.Split(' ', 5)).Select(parts => new ColumnSchema(
            parts[4],
            new ColumnType(Enum.Parse<ColumnKind>(parts[0]), Number(parts[1]), Number(parts[2]), Number(parts[3])),
            Nullable: true))];

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
