namespace Contabyx.RedshiftEmulator;

/// <summary>What a statement's meaning depends on.</summary>
/// <param name="User">Who is logged in.</param>
/// <param name="Database">The database's name for clients.</param>
/// <param name="Backend">Its name in PostgreSQL.</param>
/// <param name="Serverless">The STL and STV views are refused.</param>
/// <param name="MultiAz">They are refused, and the SVV views, too.</param>
/// <param name="CaseSensitive">Quoted identifiers keep their case: <c>r_enable_case_sensitive_identifier</c>.</param>
internal sealed record GrammarContext(
    string User, string Database, string Backend, bool Serverless, bool MultiAz, bool CaseSensitive)
{
    /// <summary>What its names stand for, beyond PostgreSQL's tables and views.</summary>
    public BoundNames Bound { get; init; } = BoundNames.None;

    /// <summary>The statement names <c>"$path"</c> or <c>"$size"</c>.</summary>
    public bool HasPseudoColumns { get; private init; }

    /// <summary>The same for a statement of its own.</summary>
    public GrammarContext For(List<Token> tokens) => this with
    {
        HasPseudoColumns = tokens.Exists(token => token is { Kind: TokenKind.Quoted, Value: "$path" or "$size" }),
    };
}
