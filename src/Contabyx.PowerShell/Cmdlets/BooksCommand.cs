using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>A cmdlet that reads the books.</summary>
public abstract class BooksCommand : ConnectedCommand
{
    /// <summary>Where to read.</summary>
    [Parameter(HelpMessage = "Where the books are read: in the Warehouse (the default) or in the Source.")]
    public BooksPlace From { get; set; }

    [Parameter(HelpMessage = "The first day; by default the first that there is.")]
    [CalendarTime]
    [ValidateNotNull]
    public DateTime? FirstDay { get; set; }

    [Parameter(HelpMessage = "The last day; by default the last that there is.")]
    [CalendarTime]
    [ValidateNotNull]
    public DateTime? LastDay { get; set; }

    [Parameter(HelpMessage = "Ids of clients; by default all of them.")]
    [ValidateNotNullOrEmpty]
    public int[] ClientId { get; set; } = [];

    private protected BooksFilter Filter => FirstDay > LastDay
        ? throw new InputException(
            FormattableString.Invariant($"{FirstDay:yyyy-MM-dd} to {LastDay:yyyy-MM-dd}"), "the last day is before the first.",
            "Give -FirstDay and -LastDay in their order.")
        : new()
        {
            FirstDay = FirstDay is { } first ? DateOnly.FromDateTime(first) : null,
            LastDay = LastDay is { } last ? DateOnly.FromDateTime(last) : null,
            Clients = ClientId,
        };
}
