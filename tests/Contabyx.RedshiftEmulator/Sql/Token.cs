namespace Contabyx.RedshiftEmulator;

internal enum TokenKind
{
    Word,
    Quoted,
    Text,
    Number,
    Parameter,
    Symbol,
    Body,
    End,
}

/// <summary>A token of a statement.</summary>
/// <param name="Value">Its text; of quoted words and literals what they stand for.</param>
/// <param name="Start">Where it begins in the SQL text.</param>
/// <param name="End">Where it ends there.</param>
internal readonly record struct Token(TokenKind Kind, string Value, int Start, int End)
{
    public bool Is(string word) =>
        Kind == TokenKind.Word && Value.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Value == symbol;
}
