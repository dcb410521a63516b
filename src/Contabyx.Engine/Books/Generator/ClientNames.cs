using Bogus;
using Bogus.DataSets;

namespace Contabyx.Engine.Books.Generator;

/// <summary>
/// Brazilian names of clients, by Bogus. A name is a function of its seed and of the version of Bogus, which therefore
/// belongs to the data version.
/// </summary>
internal sealed class ClientNames
{
    private const string Locale = "pt_BR";

    private static readonly string[] LegalForms = ["LTDA", "S.A.", "EIRELI", "ME"];

    private readonly Name _names = new(Locale);
    private readonly Commerce _trades = new(Locale);

    /// <summary>The name: a first name and two surnames, or a company's full name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>A company's trade name; NULL for natural persons.</summary>
    public string? TradeName { get; private set; }

    /// <summary>Makes the names of a client.</summary>
    /// <param name="legal">Whether it is a legal person.</param>
    public void Choose(int seed, bool legal)
    {
        var random = new Randomizer(seed);
        _names.Random = random;
        _trades.Random = random;
        if (legal)
            ChooseCompany(random);
        else
            ChoosePerson();
    }

    private void ChoosePerson()
    {
        Name = $"{_names.FirstName()} {_names.LastName()} {_names.LastName()}";
        TradeName = null;
    }

    private void ChooseCompany(Randomizer random)
    {
        var partner = _names.LastName();
        var trade = _trades.Categories(1)[0];
        Name = $"{partner} & {_names.LastName()} {trade} {random.ArrayElement(LegalForms)}";
        TradeName = $"{trade} {partner}";
    }
}
