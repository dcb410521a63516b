namespace Contabyx;

/// <summary>A task that is to be registered.</summary>
public sealed record TaskRequest
{
    /// <summary>Its name: letters, digits, hyphens and underscores, 40 at most.</summary>
    public required string Name { get; init; }

    /// <summary>Its times.</summary>
    public required TaskSchedule Schedule { get; init; }

    /// <summary>What it runs after it has connected: lines of PowerShell.</summary>
    public required string Command { get; init; }

    /// <summary>Whether the command continues the books of the source, so that there must be some.</summary>
    public bool GoesOn { get; init; }

    /// <summary>
    /// Whether the command connects by itself, as described in a job file; then the task does not connect first. Of
    /// <see cref="Connection"/>, only the home folder is used.
    /// </summary>
    public bool ConnectsItself { get; init; }

    /// <summary>
    /// The full path of the settings that it connects with; NULL for the addresses of <see cref="Connection"/>.
    /// </summary>
    public string? EnvFile { get; init; }

    /// <summary>The connection that it is registered on.</summary>
    public required ContabyxConnection Connection { get; init; }

    /// <summary>The name of the secret with the source's credential, for <c>Get-Secret</c>; NULL for none.</summary>
    public string? SourceSecret { get; init; }

    /// <summary>The name of the secret with the warehouse's credential, for <c>Get-Secret</c>; NULL for none.</summary>
    public string? WarehouseSecret { get; init; }

    /// <summary>The vault that the secrets are in; NULL for the default one.</summary>
    public string? Vault { get; init; }

    /// <summary>
    /// The full path of the module's manifest, or of the folder that holds a folder for each of its versions.
    /// </summary>
    public required string Module { get; init; }

    /// <summary>The program that runs scripts, with its first arguments.</summary>
    public required IReadOnlyList<string> Host { get; init; }

    /// <summary>What starts it; NULL for the machine's scheduler.</summary>
    public SchedulerKind? Scheduler { get; init; }

    /// <summary>Whether it replaces a task with the same name.</summary>
    public bool Replace { get; init; }
}
