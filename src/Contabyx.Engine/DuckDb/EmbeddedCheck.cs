namespace Contabyx.Engine.DuckDb;

/// <summary>Checks whether an embedded database can be used.</summary>
internal static class EmbeddedCheck
{
    /// <summary>Opens the database if it already exists.</summary>
    /// <param name="part">The part of the connection that it is.</param>
    public static async Task<ContabyxCheck> RunAsync(ContabyxTarget part, DuckDbDatabase database, Func<Task> open)
    {
        if (!database.Exists)
            return new ContabyxCheck(
                part, "Usable", CheckOutcome.Passed, $"{database.Path} does not exist yet; it is created when it is first needed.");
        try
        {
            await open().ConfigureAwait(false);
            return new ContabyxCheck(part, "Usable", CheckOutcome.Passed, $"{database.Path} can be opened.");
        }
        catch (ContabyxException e)
        {
            return new ContabyxCheck(part, "Usable", CheckOutcome.Failed, e.Message, e.Advice);
        }
    }
}
