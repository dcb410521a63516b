using System.Globalization;
using Contabyx.Engine.DuckDb;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Sql;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.DuckDb;

/// <summary>How the embedded warehouse writes names, values and types.</summary>
internal sealed class DuckDbWords : ISqlWords
{
    /// <inheritdoc/>
    public string Table(string name) => SqlText.Identifier(name);

    /// <inheritdoc/>
    public string Column(string name) => SqlText.Identifier(name);

    /// <inheritdoc/>
    public string Literal(string text) => SqlText.Literal(text);

    /// <inheritdoc/>
    public string TypeOf(ColumnType type) => DuckDbTypes.ToDuckDb(type);

    /// <inheritdoc/>
    public string FromStage(ColumnSchema column) => column.IsSuper ? $"CAST({Column(column.Name)} AS JSON)" : Column(column.Name);

    /// <inheritdoc/>
    public string Summand(ColumnSchema column)
    {
        var name = Column(column.Name);
        return (SumRules.For(column.Type), column.Type.Kind) switch
        {
            (SumRule.Bytes, ColumnKind.Binary) => $"octet_length({name})",
            (SumRule.Bytes, _) => $"strlen({name})",
            (SumRule.Microseconds, ColumnKind.Date) => $"CAST(epoch_us(CAST({name} AS TIMESTAMP)) AS HUGEINT)",
            (SumRule.Microseconds, _) => $"CAST(epoch_us({name}) AS HUGEINT)",
            (SumRule.Remainder, _) => string.Create(
                CultureInfo.InvariantCulture,
                $"CAST({name} % {SumRules.Modulus} AS DECIMAL({10 + column.Type.Scale},{column.Type.Scale}))"),
            (_, ColumnKind.Boolean) => $"CAST({name} AS INTEGER)",
            _ => name,
        };
    }

    /// <inheritdoc/>
    public string TextOf(ColumnSchema column)
    {
        var name = Column(column.Name);
        return column.Type.Kind switch
        {
            ColumnKind.Boolean => $"CASE WHEN {name} THEN 't' WHEN NOT {name} THEN 'f' END",
            ColumnKind.Binary => $"lower(hex({name}))",
            ColumnKind.Float32 or ColumnKind.Float64 => FloatSql.Text(name),
            ColumnKind.Time => $"strftime(DATE '1970-01-01' + {name}, '%H:%M:%S.%f')",
            ColumnKind.Timestamp => $"strftime({name}, '%Y-%m-%d %H:%M:%S.%f')",
            ColumnKind.TimestampTz => $"strftime({name} AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M:%S.%f') || '+00'",
            ColumnKind.Decimal => DecimalText(column),
            _ => $"CAST({name} AS VARCHAR)",
        };
    }

    /// <inheritdoc/>
    public string FingerprintValue(ColumnSchema column)
    {
        var name = Column(column.Name);
        return column.Type.Kind switch
        {
            ColumnKind.Boolean => $"CAST({name} AS INTEGER)",
            ColumnKind.Date => $"{name} - DATE '1970-01-01'",
            ColumnKind.Time or ColumnKind.Timestamp or ColumnKind.TimestampTz => $"epoch_us({name})",
            ColumnKind.Float32 or ColumnKind.Float64 => FloatSql.Text(name),
            ColumnKind.Decimal when column.Type.Scale == column.Type.Precision => DecimalText(column),
            _ => name,
        };
    }

    /// <inheritdoc/>
    public string FingerprintLength(ColumnSchema column) => column.Type.Kind == ColumnKind.Binary
        ? $"octet_length({Column(column.Name)})"
        : $"strlen({Column(column.Name)})";

    /// <inheritdoc/>
    public string FingerprintBytes(ColumnSchema column, int first, int count)
    {
        var name = Column(column.Name);
        if (column.Type.Kind != ColumnKind.Binary)
            return name;
        var digits = $"lower(hex({name}))";
        return first == 0 && count >= column.Type.Length
            ? digits
            : string.Create(CultureInfo.InvariantCulture, $"substr({digits}, {(2L * first) + 1}, {2L * count})");
    }

    /// <summary>The function <c>concat</c> takes any type, and leaves out NULL.</summary>
    /// <param name="texts">The texts, each with whether a comma follows it.</param>
    public string Concatenate(IReadOnlyList<(string Text, bool HasComma)> texts) =>
        $"concat({string.Join(", ", texts.Select(text => text.HasComma ? $"{text.Text}, ','" : text.Text))})";

    // If all digits are after the decimal point, DuckDB writes no zero before it.
    private string DecimalText(ColumnSchema column)
    {
        var name = Column(column.Name);
        var text = $"CAST({name} AS VARCHAR)";
        return column.Type.Scale < column.Type.Precision
            ? text
            : $"CASE WHEN {name} < 0 THEN '-0' || substr({text}, 2) ELSE '0' || {text} END";
    }

    /// <inheritdoc/>
    public string Quotient(string number, string by) => $"{number} // {by}";

    /// <summary>Several times as fast as <c>md5_number</c>.</summary>
    public string HashNumber(string text) => $"CAST('0x' || substr(md5({text}), 1, 15) AS BIGINT)";
}
