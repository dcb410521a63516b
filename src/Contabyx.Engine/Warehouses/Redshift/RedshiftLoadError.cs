using Contabyx.Engine.Connections.Secrets;
using Contabyx.Engine.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>
/// Reads rows of SYS_LOAD_ERROR_DETAIL, which name file, line and column but hold no value ("SYS_LOAD_ERROR_DETAIL",
/// Amazon Redshift Database Developer Guide).
/// </summary>
internal static class RedshiftLoadError
{
    /// <summary>Reads the rows of one load.</summary>
    /// <param name="rows">File, line, column, type, length, position, code, message.</param>
    /// <returns>
    /// One error per bad row, by file and line. Those of other files are left out: numbers of sessions are reused, and the rows
    /// of the load itself may not have appeared yet.
    /// </returns>
    public static IReadOnlyList<ContabyxLoadError> Read(TableLoad load, IReadOnlyList<string?[]> rows) =>
    [
        .. rows.Where(row => string.IsNullOrEmpty(row[0]) || IsOf(load, row[0]!)).Select(row => Read(load, row))
            .DistinctBy(error => (error.File, error.Line, error.Line is null ? error.Reason : "")),
    ];

    /// <summary>Says why a COPY failed.</summary>
    /// <param name="warehouse">The warehouse's address.</param>
    /// <param name="errors">What was found; not empty.</param>
    /// <param name="failure">What COPY said.</param>
    public static WarehouseException Describe(
        string warehouse, IReadOnlyList<ContabyxLoadError> errors, WarehouseException failure) =>
        new(warehouse, LoadErrorText.Describe(errors), LoadErrorText.Advice(errors[0].Run), failure) { LoadErrors = errors };

    private static ContabyxLoadError Read(TableLoad load, string?[] row) => new()
    {
        Run = load.Run,
        Table = load.Table.Name,
        File = row[0] is { Length: > 0 } file ? Whole(load, file) : null,
        Line = SqlText.ParseNumber(row[1]) is > 0 and var line ? line : null,
        Column = row[2] is { Length: > 0 } column ? ColumnOf(load, column) : null,
        Type = row[3] is { Length: > 0 } type ? type : null,
        Limit = SqlText.ParseNumber(row[4]?.Split(',')[0]) is > 0 and var length ? (int)length : null,
        Code = (int?)SqlText.ParseNumber(row[6]),
        Reason = Redactor.Redact(row[7] ?? "The warehouse gave no reason."),
    };

    // The view changes the case of names, and cuts addresses at 256 characters.
    private static string ColumnOf(TableLoad load, string column) =>
        load.Table.Columns.FirstOrDefault(known => known.Name.Equals(column, StringComparison.OrdinalIgnoreCase))?.Name ?? column;

    private static bool IsOf(TableLoad load, string file) =>
        file == load.ManifestUri || load.FileUris.Any(uri => uri.StartsWith(file, StringComparison.Ordinal));

    private static string Whole(TableLoad load, string file) =>
        load.FileUris.FirstOrDefault(uri => uri.StartsWith(file, StringComparison.Ordinal)) ?? file;
}
