using System.Management.Automation;
using Contabyx.Engine;

namespace Contabyx.PowerShell;

/// <summary>Says where source, bucket and warehouse are, for all cmdlets of this session.</summary>
[Cmdlet(VerbsCommunications.Connect, "Contabyx")]
[OutputType(typeof(ContabyxConnection))]
public sealed class ConnectContabyxCommand : PSCmdlet
{
    /// <summary>The source.</summary>
    [Parameter(Position = 0, HelpMessage = "The source's address: duckdb:PATH. By default the embedded twin's.")]
    [ValidateNotNullOrEmpty]
    public string? Source { get; set; }

    /// <summary>The bucket.</summary>
    [Parameter(Position = 1, HelpMessage = "The bucket's address: file:PATH of a folder. By default the embedded twin's.")]
    [ValidateNotNullOrEmpty]
    public string? Bucket { get; set; }

    /// <summary>The warehouse.</summary>
    [Parameter(Position = 2, HelpMessage = "The warehouse's address: duckdb:PATH. By default the embedded twin's.")]
    [ValidateNotNullOrEmpty]
    public string? Warehouse { get; set; }

    /// <summary>The home folder.</summary>
    [Parameter(HelpMessage = "The folder for the log, for files on their way, and for the embedded twin. By default "
        + "CONTABYX_HOME, or Contabyx in the folder for local application data.")]
    [ValidateNotNullOrEmpty]
    public string? HomePath { get; set; }

    /// <summary>Makes the connection.</summary>
    protected override void EndProcessing()
    {
        var folder = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        var home = HomePath is null ? EmbeddedTwin.Home : GetUnresolvedProviderPathFromPSPath(HomePath);
        var twin = EmbeddedTwin.Connection(home);
        try
        {
            var connection = twin with
            {
                Source = Source is null ? twin.Source : Addresses.CompleteSource(Source, folder),
                Bucket = Bucket is null ? twin.Bucket : Addresses.CompleteBucket(Bucket, folder),
                Warehouse = Warehouse is null ? twin.Warehouse : Addresses.CompleteWarehouse(Warehouse, folder),
            };
            CurrentConnection.Set(connection);
            WriteObject(connection);
        }
        catch (AddressException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }
    }
}
