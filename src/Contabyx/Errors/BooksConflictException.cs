namespace Contabyx;

/// <summary>
/// The books in a source are not the requested ones, or somebody else has continued them in the meantime.
/// </summary>
/// <param name="source">The source's address.</param>
/// <param name="reason">How they differ.</param>
/// <param name="advice">What to do next.</param>
public sealed class BooksConflictException(string source, string reason, string advice)
    : ContabyxException($"The books in '{source}' cannot be continued: {reason}", advice, source)
{
    /// <summary>Somebody else continued the books between planning and writing.</summary>
    /// <param name="source">The source's address.</param>
    /// <param name="planned">The next day according to the plan; NULL if there were no books yet.</param>
    /// <param name="found">The next day now; NULL if there are no books.</param>
    public static BooksConflictException Continued(string source, DateOnly? planned, DateOnly? found) => new(
        source,
        $"another batch was written in the meantime. Their next day was {Day(planned)}, and now it is {Day(found)}.",
        "Nothing was written. Run the same command again.");

    private static string Day(DateOnly? day) =>
        day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "the first";
}
