using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>
/// A cmdlet that works on a connection: the one given by parameter or pipeline, otherwise the runspace's last, otherwise
/// the embedded twin if nothing was configured.
/// </summary>
public abstract class ConnectedCommand : AsyncCommand
{
    // Read only once, so that everything that comes through the pipeline uses the same connection.
    private ContabyxConnection? _session;
    private ContabyxException? _missing;

    /// <summary>The connection to use.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The connection to use, from Connect-Contabyx; by default, the last one made in this session, "
        + "or the embedded twin if nothing was configured.")]
    [ValidateNotNull]
    public ContabyxConnection? Connection { get; set; }

    private protected ContabyxConnection CurrentOrGiven { get; private set; } = null!;

    /// <summary>Whether the cmdlet can use its own connection instead of the session's.</summary>
    private protected virtual bool MayConnectItself => false;

    /// <summary>The connection that any other cmdlet would use.</summary>
    /// <exception cref="ContabyxException">There is none.</exception>
    private protected ContabyxConnection RequireSession() => CurrentOrGiven ?? throw _missing!;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        Resolve(mayWait: MyInvocation.ExpectingInput && Connection is null);
        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        Resolve(mayWait: false);
        base.ProcessRecord();
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        if (CurrentOrGiven is null)
            Resolve(mayWait: false);
        base.EndProcessing();
    }

    // An object from the pipeline may carry its connection; then this session needs none of its own.
    private void Resolve(bool mayWait)
    {
        try
        {
            CurrentOrGiven = Connection ?? (_session ??= CurrentConnection.GetOrDefault());
        }
        catch (ContabyxException e) when (mayWait || MayConnectItself)
        {
            _missing = e;
            WriteDebug(e.Message);
        }
        catch (ContabyxException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }
    }
}
