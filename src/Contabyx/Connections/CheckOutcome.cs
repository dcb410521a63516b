namespace Contabyx;

/// <summary>How a check ended.</summary>
public enum CheckOutcome
{
    /// <summary>All is well.</summary>
    Passed,

    /// <summary>It works, but not as well as it could.</summary>
    Warning,

    /// <summary>The pipeline cannot work like this.</summary>
    Failed,

    /// <summary>It could not be checked, because an earlier check failed or the server does not report it.</summary>
    Skipped,
}
