using System.Collections;
using System.Globalization;
using Contabyx.Engine.Books.Queries;

namespace Contabyx.PowerShell;

/// <summary>Completes the ids of clients, by id or by name.</summary>
public sealed class ClientCompleter : NameCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Names(IDictionary parameters) =>
        BooksNames.ReadClients(ConnectionOf(parameters), PlaceOf(parameters), Patience)
            .Select(client => string.Create(CultureInfo.InvariantCulture, $"{client.Id} {client.Name}"));

    /// <summary>Where the command reads the books.</summary>
    internal static BooksPlace PlaceOf(IDictionary parameters) =>
        Enum.TryParse<BooksPlace>($"{parameters[nameof(BooksCommand.From)]}", ignoreCase: true, out var place) ? place : default;

    private protected override string TextOf(string name) => name[..name.IndexOf(' ', StringComparison.Ordinal)];

    private protected override bool IsOffered(string name, Func<string, bool> fits) =>
        fits(name) || fits(name[(name.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
}
