namespace Contabyx;

/// <summary>
/// The books in a source are not those that were asked for, or somebody else went on with them meanwhile.
/// </summary>
/// <param name="source">The source's address.</param>
/// <param name="reason">How they differ.</param>
/// <param name="advice">What to do next.</param>
public sealed class BooksConflictException(string source, string reason, string advice)
    : ContabyxException($"The books in '{source}' do not fit: {reason}", advice, source);
