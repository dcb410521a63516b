namespace Contabyx;

/// <summary>A source has no books to continue, and no tables to load were named. Nothing was changed.</summary>
/// <param name="address">The source's address.</param>
public sealed class NoBooksException(string address)
    : ContabyxException(
        $"There is nothing to load: '{address}' holds no sample books, and no tables were named.",
        "Name the tables to load: -Table NAME, or * for all.",
        address);
