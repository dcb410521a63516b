namespace Contabyx;

/// <summary>
/// What a job file says about its connection: a file of settings, addresses, and the names of secrets, never a secret.
/// </summary>
public sealed record JobConnection
{
    /// <summary>The full path of the file of settings; NULL for none.</summary>
    public string? EnvFile { get; init; }

    /// <summary>Settings by their names in an environment file, such as <c>CONTABYX_SOURCE</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The name of the secret with the source's credential, for <c>Get-Secret</c>; NULL for none.</summary>
    public string? SourceSecret { get; init; }

    /// <summary>The name of the secret with the warehouse's credential, for <c>Get-Secret</c>; NULL for none.</summary>
    public string? WarehouseSecret { get; init; }

    /// <summary>The name of the secret with the key of masks, for <c>Get-Secret</c>; NULL for none.</summary>
    public string? MaskSecret { get; init; }

    /// <summary>The vault that the secrets are in; NULL for the default one.</summary>
    public string? Vault { get; init; }

    /// <summary>Whether the file says where to connect; otherwise the session's connection is used.</summary>
    public bool IsNamed => EnvFile is not null || Settings.Count > 0 || SourceSecret is not null || WarehouseSecret is not null;
}
