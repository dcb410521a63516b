using System.Globalization;

namespace Contabyx.Engine;

/// <summary>How the embedded warehouse spells names, values and types.</summary>
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
            ColumnKind.Time => $"strftime(DATE '1970-01-01' + {name}, '%H:%M:%S.%f')",
            ColumnKind.Timestamp => $"strftime({name}, '%Y-%m-%d %H:%M:%S.%f')",
            ColumnKind.TimestampTz => $"strftime({name} AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M:%S.%f') || '+00'",
            _ => $"CAST({name} AS VARCHAR)",
        };
    }
}
