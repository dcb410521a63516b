namespace Contabyx.Engine.Sources.MySql;

/// <summary>A column as MySQL's <c>information_schema.COLUMNS</c> describes it.</summary>
/// <param name="DataType">Its type without any limits, in lower case: <c>int</c>.</param>
/// <param name="FullType">Its type as it was declared, in lower case: <c>int(10) unsigned</c>.</param>
/// <param name="Nullable">Whether it may be NULL.</param>
/// <param name="Characters">Most characters of a text; NULL for other types.</param>
/// <param name="Octets">Most bytes of a text or byte string in its own character set; NULL for other types.</param>
/// <param name="Digits">Digits of a number, or bits of a BIT; NULL for other types.</param>
/// <param name="Scale">Digits after the decimal point; NULL for types other than numbers.</param>
/// <param name="Fraction">Digits of a fraction of a second; NULL for types other than times.</param>
/// <param name="Extra">What the server does with it automatically, such as <c>auto_increment</c>.</param>
/// <param name="CharacterSet">The character set of a text; NULL for other types.</param>
internal sealed record MySqlColumn(
    string Name,
    string DataType,
    string FullType,
    bool Nullable = false,
    long? Characters = null,
    long? Octets = null,
    int? Digits = null,
    int? Scale = null,
    int? Fraction = null,
    string? CharacterSet = null,
    string Extra = "")
{
    /// <summary>Its comment; NULL for none.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether the server increments it with every insert.</summary>
    public bool IsCountedUp => Extra.Contains("auto_increment", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the server sets it to the time of every update.</summary>
    public bool IsSetByUpdates => Extra.Contains("on update current_timestamp", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is a number without a sign.</summary>
    public bool Unsigned => FullType.Contains("unsigned", StringComparison.Ordinal);
}
