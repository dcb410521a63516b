namespace Contabyx.Engine.Reading;

/// <summary>
/// Finds columns whose names are those of personal data, in English and in Portuguese. It is a hint for people who know the
/// data: no value is read, and a name can be misleading in both directions.
/// </summary>
internal static class PersonalDataFinder
{
    private static readonly (MaskKind Mask, string What, string[] Words)[] Kinds =
    [
        (MaskKind.Null, "a secret", ["password", "passwd", "pwd", "senha", "secret", "token", "pin", "cvv", "cvc", "otp"]),
        (MaskKind.Hash, "an e-mail address", ["email", "emails", "mail", "correio"]),
        (MaskKind.Last4, "a telephone number",
            ["phone", "telephone", "telefone", "fone", "tel", "mobile", "cell", "cellphone", "celular", "whatsapp", "fax"]),
        (MaskKind.Hash, "an identification number",
            ["cpf", "cnpj", "rg", "cnh", "pis", "nis", "ssn", "sin", "nif", "dni", "passport", "passaporte", "taxid", "vat", "documento"]),
        (MaskKind.Last4, "a card or account number", ["iban", "pan", "card", "cartao", "creditcard", "pix"]),
        (MaskKind.Redact, "a person's name",
            ["firstname", "lastname", "fullname", "surname", "forename", "nickname", "sobrenome", "apelido", "username", "login"]),
        (MaskKind.Redact, "an address",
            ["address", "addr", "street", "endereco", "logradouro", "rua", "bairro", "cep", "zip", "zipcode", "postcode", "postal"]),
        (MaskKind.Null, "a date or place of birth", ["birth", "birthday", "birthdate", "born", "dob", "nascimento", "aniversario"]),
        (MaskKind.Hash, "a network address", ["ip", "ipaddress", "mac"]),
        (MaskKind.Null, "a location", ["latitude", "longitude", "geolocation"]),
        (MaskKind.Null, "sensitive data under privacy law",
            ["gender", "sex", "sexo", "genero", "race", "raca", "ethnicity", "etnia",
                "religion", "religiao", "health", "saude", "salary", "salario"]),
    ];

    private static readonly HashSet<string> OfPeople = new(StringComparer.Ordinal)
    {
        "client", "clients", "customer", "customers", "person", "persons", "people", "user", "users", "employee", "employees",
        "contact", "contacts", "patient", "patients", "student", "students", "member", "members", "owner", "owners", "author",
        "cliente", "clientes", "pessoa", "pessoas", "usuario", "usuarios", "funcionario", "funcionarios", "contato", "contatos",
        "paciente", "pacientes", "aluno", "alunos", "socio", "socios", "fornecedor", "fornecedores",
    };

    private static readonly HashSet<string> OfNames = new(StringComparer.Ordinal)
    {
        "first", "last", "full", "middle", "family", "given", "maiden", "mother", "father", "display", "completo", "mae", "pai", "social",
    };

    // A fact about a thing is not the thing itself: address_id, email_verified, phone_type, has_email.
    private static readonly HashSet<string> About = new(StringComparer.Ordinal)
    {
        "id", "count", "qty", "type", "tipo", "status", "flag", "is", "has", "tem", "verified", "verificado", "confirmed", "at", "size",
    };

    /// <summary>The columns that look like personal data, in the order of the table.</summary>
    public static IReadOnlyList<PersonalColumn> Find(TableSchema table)
    {
        var isOfPeople = NameWords.Of(table.Name).Any(OfPeople.Contains);
        return [.. table.Columns.Select(column => Judge(column, isOfPeople)).OfType<PersonalColumn>()];
    }

    private static PersonalColumn? Judge(ColumnSchema column, bool isOfPeople)
    {
        var words = NameWords.Of(column.Name);
        if (column.Type.Kind == ColumnKind.Boolean || words.Count == 0 || About.Contains(words[^1]) || words[0] is "is" or "has" or "tem")
            return null;

        // e_mail and eMail are one word, and so is taxId.
        string[] all = [.. words, .. words.Zip(words.Skip(1), string.Concat)];
        foreach (var (mask, what, names) in Kinds)
        {
            if (all.FirstOrDefault(names.Contains) is { } word)
                return new PersonalColumn(column.Name, mask, $"It looks like {what}: its name contains \"{word}\".");
        }

        return IsName(words, isOfPeople) && column.Type.Kind == ColumnKind.Text
            ? new PersonalColumn(column.Name, MaskKind.Redact, $"It looks like a person's name: it is called \"{column.Name}\".")
            : null;
    }

    // Products, cities and files have names too.
    private static bool IsName(IReadOnlyList<string> words, bool isOfPeople) =>
        words.Any(word => word is "name" or "nome")
        && (words.Any(OfNames.Contains) || words.Any(OfPeople.Contains) || (isOfPeople && words.Count == 1));
}
