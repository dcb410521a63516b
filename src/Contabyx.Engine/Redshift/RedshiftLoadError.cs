namespace Contabyx.Engine;

/// <summary>Puts a row of SYS_LOAD_ERROR_DETAIL into words.</summary>
internal static class RedshiftLoadError
{
    /// <summary>Describes why a COPY failed.</summary>
    /// <param name="warehouse">The warehouse's address.</param>
    /// <param name="row">File, line, column, type, length, position, code, message.</param>
    /// <param name="failure">What COPY said.</param>
    public static WarehouseException Describe(string warehouse, string?[] row, WarehouseException failure)
    {
        var (file, line, column, type) = (row[0] ?? "", row[1] ?? "", row[2] ?? "", row[3] ?? "");
        var length = row[4] is { Length: > 0 } bytes && bytes != "0" ? $"({bytes})" : "";
        var at = column.Length == 0 ? "" : $", column {column} {type}{length}";
        var where = line is "" or "-1" or "0" ? file : $"{file}, line {line}";
        return new WarehouseException(
            warehouse,
            Redactor.Redact($"{where}{at}: {row[7]} (error {row[6]})."),
            "Nothing of this table was committed. Mend that line at the source, or widen the column, and load it again.",
            failure);
    }
}
