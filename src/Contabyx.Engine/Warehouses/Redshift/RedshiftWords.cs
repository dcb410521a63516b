using System.Globalization;
using Contabyx.Engine.Files.Proof;
using Contabyx.Engine.Rows;
using Contabyx.Engine.Sql;
using Contabyx.Engine.Warehouses.Sql;

namespace Contabyx.Engine.Warehouses.Redshift;

/// <summary>How Amazon Redshift writes names, values and types.</summary>
/// <param name="schema">The schema of tables.</param>
internal sealed class RedshiftWords(string schema) : ISqlWords
{
    private const int LongestText = TargetLimits.TextBytes;
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <inheritdoc/>
    public string Table(string name) => $"{SqlText.Identifier(schema)}.{SqlText.Identifier(name)}";

    /// <inheritdoc/>
    public string Column(string name) => SqlText.Identifier(name);

    /// <summary>
    /// A name as every catalogue of Redshift spells it: letters of ASCII are folded to lower case, in quotes too ("Names and
    /// identifiers", Amazon Redshift Database Developer Guide). <see cref="RedshiftSession"/> sets each session to do so.
    /// </summary>
    public static string Fold(string name) =>
        string.Create(name.Length, name, static (folded, given) =>
        {
            for (var i = 0; i < folded.Length; i++)
                folded[i] = char.IsAsciiLetterUpper(given[i]) ? (char)(given[i] | 0x20) : given[i];
        });

    /// <summary>A text literal. A backslash escapes the character after it, as in PostgreSQL 8.0, so it is doubled.</summary>
    public string Literal(string text) => SqlText.Literal(text.Replace(@"\", @"\\", StringComparison.Ordinal));

    /// <inheritdoc/>
    public string TypeOf(ColumnType type) => type.Kind is ColumnKind.Text or ColumnKind.Binary
        ? (type with { Length = Math.Clamp(type.Length, 1, LongestText) }).ToString()
        : type.ToString();

    /// <summary>
    /// JSON_PARSE reads text as JSON; without it a SUPER column would keep one string ("Using JSON_PARSE to insert data into
    /// SUPER columns", Amazon Redshift Database Developer Guide).
    /// </summary>
    public string FromStage(ColumnSchema column) => column.IsSuper ? $"JSON_PARSE({Column(column.Name)})" : Column(column.Name);

    /// <summary>
    /// What is summed. Whole numbers only: a SUM of BIGINT is a NUMERIC, and DATEDIFF counts microseconds exactly ("SUM
    /// function" and "DATEDIFF function", Amazon Redshift Database Developer Guide).
    /// </summary>
    public string Summand(ColumnSchema column)
    {
        var name = Column(column.Name);
        return (SumRules.For(column.Type), column.Type.Kind) switch
        {
            (SumRule.Bytes, _) => $"CAST(octet_length({name}) AS BIGINT)",
            (SumRule.Microseconds, ColumnKind.Date) => string.Create(
                CultureInfo.InvariantCulture, $"CAST({name} - DATE '1970-01-01' AS BIGINT) * {MicrosecondsPerDay}"),
            (SumRule.Microseconds, ColumnKind.Time) => $"datediff(microsecond, TIME '00:00:00', {name})",
            (SumRule.Microseconds, ColumnKind.Timestamp) =>
                $"datediff(microsecond, TIMESTAMP '1970-01-01 00:00:00', {name})",
            (SumRule.Microseconds, _) =>
                $"datediff(microsecond, TIMESTAMP '1970-01-01 00:00:00', {name} AT TIME ZONE 'UTC')",
            // Both arguments must be DECIMAL, or neither ("MOD function", Amazon Redshift Database Developer Guide).
            (SumRule.Remainder, _) => string.Create(
                CultureInfo.InvariantCulture,
                $"CAST(mod({name}, CAST({SumRules.Modulus} AS DECIMAL(10,0))) AS DECIMAL({10 + column.Type.Scale},{column.Type.Scale}))"),
            (_, ColumnKind.Boolean) => $"CASE WHEN {name} THEN 1 WHEN NOT {name} THEN 0 END",
            (_, ColumnKind.Int16 or ColumnKind.Int32 or ColumnKind.Int64) => $"CAST({name} AS BIGINT)",
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
            ColumnKind.Binary => $"lower(to_hex({name}))",
            ColumnKind.Text => name,
            ColumnKind.Float32 or ColumnKind.Float64 => FloatSql.Text(name),
            ColumnKind.Timestamp => $"to_char({name}, 'YYYY-MM-DD HH24:MI:SS.US')",
            ColumnKind.TimestampTz => $"to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00'",
            _ => $"CAST({name} AS VARCHAR)",
        };
    }

    /// <inheritdoc/>
    public string FingerprintValue(ColumnSchema column)
    {
        var name = Column(column.Name);
        return column.Type.Kind switch
        {
            ColumnKind.Boolean => $"CASE WHEN {name} THEN '1' WHEN NOT {name} THEN '0' END",
            ColumnKind.Date => $"CAST({name} - DATE '1970-01-01' AS VARCHAR)",
            ColumnKind.Time or ColumnKind.Timestamp or ColumnKind.TimestampTz => $"CAST({Summand(column)} AS VARCHAR)",
            ColumnKind.Float32 or ColumnKind.Float64 => FloatSql.Text(name),
            _ => $"CAST({name} AS VARCHAR)",
        };
    }

    /// <inheritdoc/>
    public string FingerprintLength(ColumnSchema column) => $"CAST(octet_length({Column(column.Name)}) AS VARCHAR)";

    /// <summary>The digits of a whole VARBYTE may not fit into a text, so it is cut into pieces first.</summary>
    /// <param name="first">The first byte, counted from 0.</param>
    /// <param name="count">How many at most.</param>
    public string FingerprintBytes(ColumnSchema column, int first, int count)
    {
        var name = Column(column.Name);
        if (column.Type.Kind != ColumnKind.Binary)
            return name;
        var part = first == 0 && count >= column.Type.Length
            ? name
            : string.Create(CultureInfo.InvariantCulture, $"substring({name}, {first + 1}, {count})");
        return $"lower(to_hex({part}))";
    }

    /// <inheritdoc/>
    public string Concatenate(IReadOnlyList<(string Text, bool HasComma)> texts) => string.Join(
        " || ", texts.Select(text => $"coalesce({text.Text}, ''){(text.HasComma ? " || ','" : "")}"));

    /// <inheritdoc/>
    public string Quotient(string number, string by) => $"{number} / {by}";

    /// <summary>
    /// Fifteen digits are the most that STRTOL can hold ("STRTOL function", Amazon Redshift Database Developer Guide).
    /// </summary>
    public string HashNumber(string text) => $"strtol(substring(md5({text}), 1, 15), 16)";
}
