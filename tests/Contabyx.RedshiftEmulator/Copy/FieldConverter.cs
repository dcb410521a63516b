using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Contabyx.RedshiftEmulator;

/// <summary>Checks the text of a field as COPY does and writes it for PostgreSQL.</summary>
internal sealed class FieldConverter(CopyCommand command, TargetColumn column, RowBuffer rows)
{
    private readonly byte[] _null = Encoding.UTF8.GetBytes(command.NullAs);
    private readonly TextField _text = new(command, column, rows);

    /// <summary>
    /// Writes a field. The guide does not say whether a quoted field that equals the NULL text is NULL
    /// (<c>copy-parameters-data-conversion</c>): here it is, which is the worse of the two for a careless file. An empty
    /// field is NULL where the column is not CHAR or VARCHAR; there it is an empty text unless EMPTYASNULL is given.
    /// </summary>
    public void Write(ReadOnlySpan<byte> field)
    {
        if (field.SequenceEqual(_null) || (field.IsEmpty && (!column.IsText || command.EmptyAsNull)))
            WriteNull();
        else
            WriteValue(field);
    }

    public void WriteNull()
    {
        if (column.NotNull)
            throw new LoadErrorException(1213, "Missing data for not-null field");
        rows.Add("\\N"u8);
    }

    /// <summary>Writes a field that is not NULL, whatever it says.</summary>
    public void WriteValue(ReadOnlySpan<byte> field)
    {
        switch (column.TypeName)
        {
            case "varchar" or "bpchar":
                _text.Write(field, this);
                break;
            case "int2" or "int4" or "int8":
                Whole(field);
                break;
            case "numeric":
                DecimalField.Write(field, column, command.RoundDecimals, rows);
                break;
            case "float4" or "float8":
                Float(field);
                break;
            case "bool":
                rows.Add(Boolean(field) ? (byte)'t' : (byte)'f');
                break;
            case "jsonb":
                Super(field);
                break;
            case "bytea":
                Varbyte(field);
                break;
            default:
                Time(field);
                break;
        }
    }

    private void Whole(ReadOnlySpan<byte> field)
    {
        var name = column.TypeName switch { "int2" => "Short", "int4" => "Integer", _ => "Long" };
        var digits = field.TrimStart("+-"u8);
        var bad = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits.IsEmpty || bad >= 0 || field.Length - digits.Length > 1)
            throw LoadErrorException.Digit(name, Math.Max(bad, 0) + field.Length - digits.Length);
        var fits = Utf8Parser.TryParse(field, out long value, out _) && column.TypeName switch
        {
            "int2" => value is >= short.MinValue and <= short.MaxValue,
            "int4" => value is >= int.MinValue and <= int.MaxValue,
            _ => true,
        };
        if (!fits)
            throw new LoadErrorException(1204, $"Overflow, Type: {name}");
        rows.Add(field);
    }

    private void Float(ReadOnlySpan<byte> field)
    {
        if (!Utf8Parser.TryParse(field, out double value, out var used) || used != field.Length)
            throw new LoadErrorException(1208, "Invalid floating point value");
        if (double.IsInfinity(value) || (column.TypeName == "float4" && float.IsInfinity((float)value)))
            throw new LoadErrorException(1204, "Overflow of a floating point value");
        rows.Add(field);
    }

    // r_Boolean_type.
    private static bool Boolean(ReadOnlySpan<byte> field) => Encoding.ASCII.GetString(field).ToLowerInvariant() switch
    {
        "t" or "true" or "y" or "yes" or "1" => true,
        "f" or "false" or "n" or "no" or "0" => false,
        _ => throw new LoadErrorException(1210, "Unknown boolean format"),
    };

    private void Super(ReadOnlySpan<byte> field)
    {
        try
        {
            var reader = new Utf8JsonReader(field);
            using var document = JsonDocument.ParseValue(ref reader);
            if (reader.BytesConsumed != field.Length && !field[(int)reader.BytesConsumed..].Trim(" \t\r\n"u8).IsEmpty)
                throw new LoadErrorException(1216, "Invalid JSON for SUPER");
            var compact = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(compact))
                document.WriteTo(writer);
            rows.AddText(compact.WrittenSpan);
        }
        catch (JsonException)
        {
            throw new LoadErrorException(1216, "Invalid JSON for SUPER");
        }
    }

    private void Varbyte(ReadOnlySpan<byte> field)
    {
        var bad = field.IndexOfAnyExcept(SearchValues.Create("0123456789abcdefABCDEF"u8));
        if (bad >= 0 || field.Length % 2 != 0)
            throw new LoadErrorException(1219, "Invalid hexadecimal digit for VARBYTE", Math.Max(bad, 0));
        if (field.Length / 2 > column.Length)
            throw new LoadErrorException(1204, "Value length exceeds DDL length");
        rows.Add("\\\\x"u8);
        rows.Add(field);
    }

    private void Time(ReadOnlySpan<byte> field)
    {
        try
        {
            TimeField.Write(field, column.TypeName, command, rows);
        }
        catch (LoadErrorException) when (command.AcceptAnyDate && column.TypeName is "date" or "timestamp" or "timestamptz")
        {
            WriteNull();
        }
    }
}
