using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Contabyx.Tests;

public sealed class GoldenBooksTests
{
    // SHA-256 of BookRows.Canonical. Another value is another data version: see BooksRules.DataVersion.
    private const string Golden = "25646bb5c99b887da7c4fabe4c5ba3611f37f2023cb1ca48da2d9bf0e66d8656";

    [Theory]
    [InlineData("", 1)]
    [InlineData("pt-BR", 1)]
    [InlineData("tr-TR", 2)]
    [InlineData("ar-SA", 1)]
    public void Thirty_days_of_seed_1_are_the_same_on_every_machine_and_in_every_culture(string culture, int threads)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture;

        var text = BookRows.Canonical(BookRows.Of(BookRows.Books(), 0, 30, threads).ReadLines());

        Assert.Equal(Golden, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    [Theory]
    [InlineData("DocumentTypes", 1, "1|CPF|Cadastro de Pessoas Físicas")]
    [InlineData("TransactionTypes", 13, "13|expense|deposit")]
    [InlineData("TaxType", 4, "4|4|tax on income: interest|1000")]
    [InlineData("Clients", 1, "1|natural|Sarah Carvalho Braga|NULL|1435708800000000")]
    [InlineData("Clients", 2, "2|legal|Souza & Franco Turismo EIRELI|Turismo Souza|1435708800000000")]
    [InlineData("Documents", 2, "2|2|2|17505216000101|16617")]
    [InlineData("Transactions", 1, "1|2|4|2618581|1435708800000000")]
    [InlineData("Transactions", 12_000, "12000|6|2|107912|1438300512000000")]
    [InlineData("Tax", 12_000, "12000|12000|2|108")]
    [InlineData("Transfers", 3_000, "3000|11999|12000")]
    public void Some_rows_of_seed_1_in_full(string table, int id, string expected) =>
        Assert.Equal(expected, BookRows.Of(BookRows.Books(), 0, 30).ReadLines()[table][id - 1]);

    [Fact]
    public void Another_seed_gives_other_rows_in_all_but_the_fixed_tables_and_transfers()
    {
        var one = BookRows.Of(BookRows.Books(), 0, 10).ReadLines();
        var two = BookRows.Of(BookRows.Books(seed: 2), 0, 10).ReadLines();

        Assert.Equal(
            ["Clients", "Documents", "Transactions", "Tax"],
            one.Keys.Where(table => !one[table].SequenceEqual(two[table])));
    }
}
