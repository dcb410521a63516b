namespace Contabyx;

/// <summary>
/// The books in a source are not those that were asked for, or somebody else went on with them meanwhile.
/// </summary>
/// <param name="source">The source's address.</param>
/// <param name="reason">How they differ.</param>
/// <param name="advice">What to do next.</param>
public sealed class BooksConflictException(string source, string reason, string advice)
    : ContabyxException($"The books in '{source}' do not fit: {reason}", advice, source)
{
    /// <summary>Somebody else went on with the books between the plan and the writing.</summary>
    /// <param name="source">The source's address.</param>
    /// <param name="planned">The next day by the plan; NULL where there were no books yet.</param>
    /// <param name="found">The next day now; NULL where there are no books.</param>
    public static BooksConflictException Meanwhile(string source, DateOnly? planned, DateOnly? found) => new(
        source,
        $"another batch was written meanwhile: their next day was {Day(planned)}, and is {Day(found)} now.",
        "Nothing was written. Run the same line again.");

    private static string Day(DateOnly? day) =>
        day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "the first";
}
