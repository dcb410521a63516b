using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>A cmdlet that reads the books.</summary>
public abstract class BooksCommand : ConnectedCommand
{
    /// <summary>Where to read.</summary>
    [Parameter(HelpMessage = "Where the books are read: in the Warehouse (the default) or in the Source.")]
    public BooksPlace From { get; set; }

    /// <summary>The first day.</summary>
    [Parameter(HelpMessage = "The first day; by default the first that there is.")]
    [CalendarTime]
    public DateTime? FirstDay { get; set; }

    /// <summary>The last day.</summary>
    [Parameter(HelpMessage = "The last day; by default the last that there is.")]
    [CalendarTime]
    public DateTime? LastDay { get; set; }

    /// <summary>Clients.</summary>
    [Parameter(HelpMessage = "Ids of clients; by default all of them.")]
    public int[] ClientId { get; set; } = [];

    private protected BooksFilter Filter => new()
    {
        FirstDay = FirstDay is { } first ? DateOnly.FromDateTime(first) : null,
        LastDay = LastDay is { } last ? DateOnly.FromDateTime(last) : null,
        Clients = ClientId,
    };
}
