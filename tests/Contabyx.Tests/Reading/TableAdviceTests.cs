using Contabyx.Engine.Reading;
using Contabyx.Engine.Sources;

namespace Contabyx.Tests;

public sealed class TableAdviceTests
{
    [Theory]
    [InlineData("updated_at", ColumnKind.Timestamp, true)]
    [InlineData("LastModified", ColumnKind.TimestampTz, true)]
    [InlineData("dt_alteração", ColumnKind.Timestamp, true)]
    [InlineData("dataAtualizacao", ColumnKind.Date, true)]
    [InlineData("created_on", ColumnKind.Timestamp, false)]
    [InlineData("data_cadastro", ColumnKind.Timestamp, false)]
    public void Watermarks_are_known_by_their_names(string name, ColumnKind kind, bool seesUpdates)
    {
        var table = new TableSchema("t", [new(name, ColumnType.Of(kind))], []);

        var found = Assert.Single(TableAdvice.Of(new TableFacts(table)).Watermarks);

        Assert.Equal((name, seesUpdates), (found.Column, found.SeesUpdates));
    }

    [Fact]
    public void What_the_server_sets_comes_first_and_what_misses_updates_comes_last()
    {
        var table = new TableSchema(
            "orders",
            [
                new("id", ColumnType.Of(ColumnKind.Int64)), new("created_at", ColumnType.Of(ColumnKind.Timestamp)),
                new("updated_at", ColumnType.Of(ColumnKind.Timestamp)), new("seen", ColumnType.Of(ColumnKind.Timestamp)),
                new("updated_by", ColumnType.Text(20)),
            ],
            ["id"]);

        var advice = TableAdvice.Of(new TableFacts(table)
        {
            Rows = 1_000_000, CountedUp = new HashSet<string> { "id" }, SetByUpdates = new HashSet<string> { "seen" },
        });

        Assert.Equal(["seen", "updated_at", "id", "created_at"], advice.Watermarks.Select(found => found.Column));
        Assert.Equal((ReadMode.Incremental, "seen"), (advice.Mode, advice.Watermark));
    }

    [Theory]
    [InlineData("email", MaskKind.Hash)]
    [InlineData("e_mail_2", MaskKind.Hash)]
    [InlineData("customerEmail", MaskKind.Hash)]
    [InlineData("telefone_celular", MaskKind.Last4)]
    [InlineData("phone", MaskKind.Last4)]
    [InlineData("CPF", MaskKind.Hash)]
    [InlineData("cnpj_raiz", MaskKind.Hash)]
    [InlineData("ssn", MaskKind.Hash)]
    [InlineData("first_name", MaskKind.Redact)]
    [InlineData("nome_completo", MaskKind.Redact)]
    [InlineData("endereço", MaskKind.Redact)]
    [InlineData("street_address", MaskKind.Redact)]
    [InlineData("birth_date", MaskKind.Null)]
    [InlineData("data_nascimento", MaskKind.Null)]
    [InlineData("senha", MaskKind.Null)]
    [InlineData("ip_address", MaskKind.Redact)]
    public void Personal_data_is_known_by_its_names_in_two_languages(string name, MaskKind mask)
    {
        var found = Assert.Single(Find("t", name));

        Assert.Equal((name, mask), (found.Column, found.Mask));
        Assert.NotEmpty(found.Reason);
    }

    [Theory]
    [InlineData("t", "address_id")]
    [InlineData("t", "email_verified")]
    [InlineData("t", "phone_type")]
    [InlineData("products", "name")]
    [InlineData("t", "file_name")]
    [InlineData("t", "shipment")]
    [InlineData("t", "description")]
    [InlineData("t", "amount")]
    public void What_only_sounds_like_it_is_left_alone(string table, string name) => Assert.Empty(Find(table, name));

    [Theory]
    [InlineData("clientes", "nome")]
    [InlineData("users", "name")]
    public void A_name_is_a_persons_in_a_table_of_people(string table, string name) =>
        Assert.Equal(MaskKind.Redact, Assert.Single(Find(table, name)).Mask);

    [Fact]
    public void The_mode_has_its_reason()
    {
        var keyless = new TableSchema("t", [new("x", ColumnType.Text(10))], []);
        var keyed = new TableSchema("t", [new("x", ColumnType.Text(10))], ["x"]);

        Assert.Equal(ReadMode.Full, TableAdvice.Of(new TableFacts(keyless) { Rows = 9_999_999 }).Mode);
        Assert.Equal(ReadMode.Full, TableAdvice.Of(new TableFacts(keyed) { Rows = 100 }).Mode);
        Assert.Equal(ReadMode.Differences, TableAdvice.Of(new TableFacts(keyed) { Rows = 9_999_999 }).Mode);
        Assert.All([keyless, keyed], table => Assert.NotEmpty(TableAdvice.Of(new TableFacts(table)).Reason));
    }

    private static IReadOnlyList<PersonalColumn> Find(string table, string name) =>
        PersonalDataFinder.Find(new TableSchema(table, [new(name, ColumnType.Text(100))], []));
}
