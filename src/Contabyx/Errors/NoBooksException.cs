namespace Contabyx;

/// <summary>A source holds no books to go on with, and nobody said what else is to be moved. Nothing was changed.</summary>
/// <param name="address">The source's address.</param>
public sealed class NoBooksException(string address)
    : ContabyxException(
        $"There is nothing to go on with: '{address}' holds no sample books, and no tables were named.",
        "Name the tables to move: -Table NAME, or * for all.",
        address);
