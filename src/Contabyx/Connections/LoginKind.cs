namespace Contabyx;

/// <summary>How a user logs in to a database server.</summary>
public enum LoginKind
{
    /// <summary>With a user name and a password.</summary>
    Password,

    /// <summary>With AWS credentials: a temporary password takes the place of a fixed one.</summary>
    Iam,
}
