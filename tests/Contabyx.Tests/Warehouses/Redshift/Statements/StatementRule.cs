namespace Contabyx.Tests;

/// <summary>Something that Redshift refuses, or that would do harm, as a page about it says.</summary>
/// <param name="Page">
/// The page of the Amazon Redshift Database Developer Guide (docs.aws.amazon.com/redshift/latest/dg/PAGE.html), or another
/// source.
/// </param>
/// <param name="IsBroken">Whether a statement breaks it.</param>
/// <param name="Bad">A statement that does.</param>
internal sealed record StatementRule(string Name, string Page, Func<SqlBlock, bool> IsBroken, string Bad)
{
    public static IReadOnlyList<StatementRule> All =>
        [.. CorrelationRules.All, .. FunctionRules.All, .. SyntaxRules.All, .. CopyStatementRules.All];

    public override string ToString() => Name;
}
