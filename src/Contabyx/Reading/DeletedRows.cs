namespace Contabyx;

/// <summary>What happens to a row in the warehouse when the source no longer has it.</summary>
public enum DeletedRows
{
    /// <summary>It is deleted.</summary>
    Delete,

    /// <summary>It stays, and a column gets the time at which its absence was noticed.</summary>
    Mark,

    /// <summary>It stays as it is.</summary>
    Keep,
}
