using System.Text.Json;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Files.Checks;

/// <summary>
/// Text that the warehouse parses must be JSON that it accepts: no deeper than a SUPER value may be ("Limitations" of SUPER,
/// Amazon Redshift Database Developer Guide), and without escaped characters that no text can hold.
/// </summary>
internal sealed class JsonCheck : ColumnCheck
{
    private const int DeepestNesting = 1000;

    public override int FirstRefused(ColumnVector vector, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            if (!(vector.HasNulls && vector.Nulls[row]) && ProblemOf(vector.GetBytes(row)) is not null)
                return row;
        }

        return -1;
    }

    public override string Reason(ColumnVector vector, int row) => ProblemOf(vector.GetBytes(row)) ?? "";

    private static string? ProblemOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DeepestNesting });
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped && reader.GetString()!.Contains('\0', StringComparison.Ordinal))
                    return "its JSON has the character \\u0000, which no column can hold.";
            }

            return null;
        }
        catch (JsonException)
        {
            return "it is not JSON, or it is nested too deeply for -AsSuper.";
        }
        catch (InvalidOperationException)
        {
            return "its JSON has an escape sequence that is not a character.";
        }
    }
}
