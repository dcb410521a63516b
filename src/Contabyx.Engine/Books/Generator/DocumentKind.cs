namespace Contabyx.Engine.Books.Generator;

/// <summary>One of the kinds of document that clients have. Part of the data version.</summary>
/// <param name="Id">Its id, from 1.</param>
/// <param name="Name">Its short name.</param>
/// <param name="Description">Its full name, in Portuguese.</param>
internal sealed record DocumentKind(int Id, string Name, string Description)
{
    /// <summary>The document of natural persons.</summary>
    public static DocumentKind Natural { get; } = new(1, "CPF", "Cadastro de Pessoas Físicas");

    /// <summary>The document of legal persons.</summary>
    public static DocumentKind Legal { get; } = new(2, "CNPJ", "Cadastro Nacional da Pessoa Jurídica");

    /// <summary>All kinds, ordered by id.</summary>
    public static IReadOnlyList<DocumentKind> All { get; } = [Natural, Legal];
}
