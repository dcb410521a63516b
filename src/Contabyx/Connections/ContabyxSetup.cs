namespace Contabyx;

/// <summary>What <c>Initialize-Contabyx</c> set up.</summary>
/// <param name="Target">The part.</param>
/// <param name="Statements">
/// The statements that were run, each of which does nothing if its object exists; for a bucket the steps in words.
/// </param>
public sealed record ContabyxSetup(ContabyxTarget Target, string Address, IReadOnlyList<string> Statements)
{
    public IReadOnlyList<string> Statements { get; } = new ReadableList<string>(Statements);
}

/// <summary>The parts that can be set up.</summary>
public enum ContabyxTarget
{
    /// <summary>The books' tables in the source.</summary>
    Source,

    Bucket,

    /// <summary>The books' tables and the load history in the warehouse.</summary>
    Warehouse,
}
