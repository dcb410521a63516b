namespace Contabyx;

/// <summary>
/// One reason why a table, or a row of it, was not loaded. Made by <c>Invoke-ContabyxCopy</c> and
/// <c>Get-ContabyxLoadError</c>.
/// </summary>
public sealed record ContabyxLoadError
{
    public required string Run { get; init; }

    /// <summary>The table's name.</summary>
    public required string Table { get; init; }

    /// <summary>The URI of the file when it was loaded; NULL when no file is at fault.</summary>
    public string? File { get; init; }

    /// <summary>The line of the decompressed file at which the row begins, from 1; NULL when no row is at fault.</summary>
    public long? Line { get; init; }

    /// <summary>The column's name; NULL when no single column is at fault.</summary>
    public string? Column { get; init; }

    /// <summary>The column's type as the warehouse names it, such as <c>varchar</c>; NULL when unknown.</summary>
    public string? Type { get; init; }

    /// <summary>The most bytes or digits that the column can hold; NULL when it has no such limit.</summary>
    public int? Limit { get; init; }

    /// <summary>
    /// The first 256 bytes of the value as text, taken from the file itself, with its control characters as numbers
    /// (<c>\u001b</c>); NULL when there is none. <see cref="Hex"/> has the bytes as they are.
    /// </summary>
    public string? Value { get; init => field = Printable.Line(value); }

    /// <summary>The first 256 bytes of the value as hexadecimal digits; NULL when there is none.</summary>
    public string? Hex { get; init; }

    /// <summary>The whole value's length in bytes; NULL when there is no value.</summary>
    public int? Length { get; init; }

    /// <summary>The warehouse's error number; NULL when there is none.</summary>
    public int? Code { get; init; }

    /// <summary>Why it was not loaded, in the warehouse's words.</summary>
    public required string Reason { get; init => field = Printable.Of(value); }

    /// <summary>What to do about it.</summary>
    public string Advice { get; init => field = Printable.Of(value); } = "";

    /// <summary>The table and the reason.</summary>
    public override string ToString() => $"{Printable.Line(Table)}: {Reason}";
}
