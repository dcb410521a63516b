using System.Globalization;
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

    /// <summary>Says why the rows that a COPY left out are not all known, so that it is not known either whether they are all.</summary>
    /// <param name="warehouse">The warehouse's address.</param>
    /// <param name="errors">What the view told of in time.</param>
    /// <param name="missing">How many rows were not copied.</param>
    /// <returns>
    /// NULL if they are all known. If none is, the view is late ("System tables and views reference", Amazon Redshift Database Developer
    /// Guide), and the files wait; if some are, a file may be damaged as well, such as by a quotation mark without its end.
    /// </returns>
    public static WarehouseException? WhyIncomplete(
        string warehouse, string run, IReadOnlyList<ContabyxLoadError> errors, long missing)
    {
        if (errors.Count >= missing)
            return null;
        var rows = string.Create(CultureInfo.InvariantCulture, $"COPY has left out {missing:N0} row{(missing == 1 ? "" : "s")}, and ");
        return errors.Count == 0
            ? new WarehouseException(
                warehouse, rows + "SYS_LOAD_ERROR_DETAIL has not listed them yet.",
                "The files stay where they are. Run the same command again when the warehouse is less busy.")
            {
                FilesWait = true, MayRetry = true,
            }
            : new WarehouseException(
                warehouse,
                rows + string.Create(CultureInfo.InvariantCulture, $"SYS_LOAD_ERROR_DETAIL lists only {errors.Count:N0} of them: ")
                    + LoadErrorText.Describe(errors),
                $"Nothing of this table was committed. A quotation mark without its end swallows the rows after it: correct "
                    + $"bad-rows.csv. If the view was only late, the rows are as they were; run Invoke-ContabyxCopy -Redrive {run}")
            {
                LoadErrors = errors,
            };
    }

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
