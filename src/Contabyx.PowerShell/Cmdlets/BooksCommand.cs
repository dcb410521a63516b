using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>A cmdlet that reads the books.</summary>
public abstract class BooksCommand : ConnectedCommand
{
    /// <summary>Where to read.</summary>
    [Parameter(HelpMessage = "Where to read the books: Warehouse (the default) or Source.")]
    public BooksPlace From { get; set; }

    [Parameter(HelpMessage = "The first day; by default, the first day of the books.")]
    [CalendarTime]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FirstDayCompleter))]
    public DateTime? FirstDay { get; set; }

    [Parameter(HelpMessage = "The last day; by default, the last day of the books.")]
    [CalendarTime]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(LastDayCompleter))]
    public DateTime? LastDay { get; set; }

    [Parameter(HelpMessage = "Ids of clients; by default, all clients.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ClientCompleter))]
    public int[] ClientId { get; set; } = [];

    private protected BooksFilter Filter => FirstDay > LastDay
        ? throw new InputException(
            FormattableString.Invariant($"{FirstDay:yyyy-MM-dd} to {LastDay:yyyy-MM-dd}"), "the last day is before the first day.",
            "Choose a -LastDay that is not before -FirstDay.")
        : new()
        {
            FirstDay = FirstDay is { } first ? DateOnly.FromDateTime(first) : null,
            LastDay = LastDay is { } last ? DateOnly.FromDateTime(last) : null,
            Clients = ClientId,
        };
}
