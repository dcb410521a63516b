using System.Globalization;

namespace Contabyx.Engine.Books.Generator;

/// <summary>
/// The numbers of clients' documents. Client n of a kind gets base (offset + n x step) mod size, and as the step shares
/// no divisor with the size, no two clients of one kind get the same; the offset depends on the seed.
/// </summary>
internal sealed class DocumentNumbers
{
    // Nine digits that are not all equal: see PersonBase.
    private const long PersonSize = 999_999_990;
    private const long PersonStep = 618_033_991;

    // Eight digits that are not all zero.
    private const long CompanySize = 99_999_999;
    private const long CompanyStep = 61_803_403;

    // A letter, then seven letters or digits: never equal to a number of digits only.
    private const long AlphanumericSize = 26L * 36 * 36 * 36 * 36 * 36 * 36 * 36;
    private const long AlphanumericStep = 1_259_224_639_693;

    private const long Establishments = 36 * 36 * 36 * 36;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly long AlphanumericSince = BooksClock.DaysSinceEpoch(Cnpj.AlphanumericSince);

    private readonly CounterRandom _establishments;
    private readonly long _personOffset;
    private readonly long _companyOffset;
    private readonly long _alphanumericOffset;

    /// <summary>Prepares the numbers of the given books.</summary>
    public DocumentNumbers(BooksState books)
    {
        var offsets = books.Open(RandomStream.DocumentNumber);
        _establishments = books.Open(RandomStream.Establishment);
        _personOffset = offsets.Below(0, PersonSize);
        _companyOffset = offsets.Below(1, CompanySize);
        _alphanumericOffset = offsets.Below(2, AlphanumericSize);
    }

    /// <summary>The number of a client's document: a CPF, or a CNPJ of the kind that is issued on the day.</summary>
    /// <param name="client">The client's id, from 1.</param>
    /// <param name="day">The day of issue, in days since 1970-01-01.</param>
    public string Of(long client, long day)
    {
        var ordinal = ClientArrivals.OrdinalOf(client);
        if (!ClientArrivals.IsLegal(client))
            return Cpf.Complete(PersonBase(Permute(ordinal, _personOffset, PersonStep, PersonSize)));
        return Cnpj.Complete(day < AlphanumericSince
            ? CompanyBase(Permute(ordinal, _companyOffset, CompanyStep, CompanySize))
            : AlphanumericBase(
                Permute(ordinal, _alphanumericOffset, AlphanumericStep, AlphanumericSize),
                _establishments.Below(client, Establishments)));
    }

    private static long Permute(long ordinal, long offset, long step, long size) =>
        (long)((offset + ((Int128)ordinal * step)) % size);

    // Between two numbers of nine equal digits there are 111,111,110 others, so this skips exactly the ten with equal digits.
    private static string PersonBase(long value) =>
        (value + 1 + (value / 111_111_110)).ToString("D9", CultureInfo.InvariantCulture);

    // Establishment 0001 is a company's first.
    private static string CompanyBase(long value) =>
        (value + 1).ToString("D8", CultureInfo.InvariantCulture) + "0001";

    private static string AlphanumericBase(long company, long establishment)
    {
        Span<char> text = stackalloc char[Cnpj.BaseLength];
        for (var place = 11; place > 7; place--, establishment /= Alphabet.Length)
            text[place] = Alphabet[(int)(establishment % Alphabet.Length)];
        for (var place = 7; place > 0; place--, company /= Alphabet.Length)
            text[place] = Alphabet[(int)(company % Alphabet.Length)];
        text[0] = (char)('A' + company);
        return new string(text);
    }
}
