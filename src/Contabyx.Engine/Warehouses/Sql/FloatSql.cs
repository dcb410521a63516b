using System.Globalization;
using Contabyx.Engine.Files.Proof;

namespace Contabyx.Engine.Warehouses.Sql;

/// <summary>Writes what <see cref="ExactFloatField"/> writes, in SQL that Amazon Redshift and DuckDB share.</summary>
internal static class FloatSql
{
    /// <summary>The text of a floating-point number in a row's fingerprint; NULL for NULL.</summary>
    /// <param name="column">The column's name, quoted.</param>
    public static string Text(string column)
    {
        var value = $"CAST({column} AS DOUBLE PRECISION)";
        var branches = FloatScale.All.Select(scale => scale.Factor == 0
            ? $"WHEN {value} < 0 THEN '{scale.Letter}-' ELSE '{scale.Letter}+'"
            : $"WHEN abs({value}) < {Number(scale.Below)} THEN {Exact(scale, value)}");
        return $"CASE WHEN {column} IS NULL THEN NULL {string.Join(' ', branches)} END";
    }

    private static string Exact(FloatScale scale, string value)
    {
        var scaled = $"{value} * {Number(scale.Factor)}";
        var whole = $"trunc({scaled})";
        var rest = $"trunc(({scaled} - {whole}) * {Number(FloatScale.Fraction)})";
        return $"'{scale.Letter}' || {Digits(whole)} || ':' || {Digits(rest)}";
    }

    private static string Digits(string number) => $"CAST(CAST({number} AS BIGINT) AS VARCHAR)";

    private static string Number(double number) =>
        string.Create(CultureInfo.InvariantCulture, $"CAST('{number:R}' AS DOUBLE PRECISION)");
}
