namespace Contabyx.Engine.Reading;

/// <summary>The types of masked columns.</summary>
internal static class Masking
{
    /// <summary>What <see cref="MaskKind.Redact"/> writes instead of every value.</summary>
    public const string Redacted = "REDACTED";

    /// <summary>What <see cref="MaskKind.Last4"/> writes instead of what it hides, however long that is.</summary>
    public const string Asterisks = "****";

    /// <summary>The characters that <see cref="MaskKind.Last4"/> shows.</summary>
    public const int Shown = 4;

    private const int HashLength = 64;
    private const int BytesPerCharacter = 4;

    /// <summary>A column as it is sent after a mask.</summary>
    /// <remarks>What a column cannot hold is still refused, because its values are read before they are masked.</remarks>
    public static ColumnSchema Of(ColumnSchema column, MaskKind mask) => mask switch
    {
        MaskKind.Hash => column with { Type = ColumnType.Text(HashLength) },
        MaskKind.Last4 => column with { Type = ColumnType.Text(Asterisks.Length + (Shown * BytesPerCharacter)) },
        MaskKind.Redact => column with { Type = ColumnType.Text(Redacted.Length) },
        MaskKind.Null => column with { Nullable = true },
        _ => throw new ArgumentOutOfRangeException(nameof(mask), mask, "This mask does not exist."),
    };
}
