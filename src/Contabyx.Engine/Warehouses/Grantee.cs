namespace Contabyx.Engine.Warehouses;

/// <summary>Who may read a table: a user, a group or a role of the warehouse, or everybody.</summary>
/// <param name="Kind">Empty for a user, else <c>GROUP</c>, <c>ROLE</c> or <c>PUBLIC</c>.</param>
/// <param name="Name">The name; empty for everybody.</param>
internal sealed record Grantee(string Kind, string Name)
{
    /// <summary>Reads a text such as <c>GROUP analysts</c>; NULL if the text is not valid.</summary>
    public static Grantee? TryParse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [var one] when one.Equals("PUBLIC", StringComparison.OrdinalIgnoreCase) => new Grantee("PUBLIC", ""),
            [var name] => new Grantee("", name),
            [var kind, var name] when kind.ToUpperInvariant() is "GROUP" or "ROLE" => new Grantee(kind.ToUpperInvariant(), name),
            _ => null,
        };
    }
}
