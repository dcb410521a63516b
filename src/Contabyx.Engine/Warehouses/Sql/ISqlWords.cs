using Contabyx.Engine.Files.Proof;

namespace Contabyx.Engine.Warehouses.Sql;

/// <summary>How a warehouse writes names, values and types.</summary>
internal interface ISqlWords
{
    /// <summary>A table's name, quoted, with its schema where the warehouse has some.</summary>
    string Table(string name);

    /// <summary>A column's or temporary table's name, quoted.</summary>
    string Column(string name);

    /// <summary>A text literal.</summary>
    string Literal(string text);

    /// <summary>The type that carries a column.</summary>
    string TypeOf(ColumnType type);

    /// <summary>The value that a table keeps of a staged column: itself, or the JSON that its text is.</summary>
    string FromStage(ColumnSchema column);

    /// <summary>What is summed for a column's control total: see <see cref="SumRules"/>. The sum must be exact.</summary>
    string Summand(ColumnSchema column);

    /// <summary>
    /// A column's value as text: as the CSV files write it, but without quotes, and floating-point numbers as in the
    /// fingerprint, since engines write them with more or fewer digits.
    /// </summary>
    string TextOf(ColumnSchema column);

    /// <summary>
    /// A value of fixed size as it appears in the text of a row's fingerprint: whole numbers as digits, booleans as 0 and 1,
    /// dates as days and times as microseconds since 1970-01-01 or midnight. NULL for NULL.
    /// </summary>
    string FingerprintValue(ColumnSchema column);

    /// <summary>The number of bytes of a text or binary value, as text; NULL for NULL.</summary>
    string FingerprintLength(ColumnSchema column);

    /// <summary>Bytes of a value: of a text as they are, of a binary value as lower-case hexadecimal digits.</summary>
    /// <param name="first">The first byte, counted from 0.</param>
    /// <param name="count">How many at most.</param>
    string FingerprintBytes(ColumnSchema column, int first, int count);

    /// <summary>Concatenated texts; NULL counts as empty.</summary>
    /// <param name="texts">The texts, each with whether a comma follows it.</param>
    string Concatenate(IReadOnlyList<(string Text, bool HasComma)> texts);

    /// <summary>The whole part of the quotient of two whole numbers, neither below zero.</summary>
    /// <param name="by">The divisor.</param>
    string Quotient(string number, string by);

    /// <summary>The first 15 hexadecimal digits of a text's MD5 as a whole number of 64 bits.</summary>
    string HashNumber(string text);
}
