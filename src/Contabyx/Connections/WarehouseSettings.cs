namespace Contabyx;

/// <summary>How rows are loaded into Amazon Redshift.</summary>
public sealed record WarehouseSettings
{
    /// <summary>The IAM role of COPY that is the cluster's or workgroup's default one.</summary>
    public const string DefaultRole = "default";

    /// <summary>How the user logs in; with <see cref="Password"/> by default.</summary>
    public LoginKind Login { get; init; }

    /// <summary>
    /// For <see cref="LoginKind.Iam"/>: <c>cluster/NAME</c> or <c>workgroup/NAME</c>; NULL if the host's name says it.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>The user's password; NULL for none.</summary>
    public Secret? Password { get; init; }

    /// <summary>
    /// The IAM role with which COPY reads the bucket: <see cref="DefaultRole"/>, an ARN, or a chain of ARNs separated
    /// by commas.
    /// </summary>
    public string IamRole { get; init; } = DefaultRole;

    /// <summary>
    /// Whether COPY gets temporary keys of the bucket's credentials instead of a role: a last resort, false by
    /// default.
    /// </summary>
    public bool CopyWithKeys { get; init; }

    /// <summary>Further options of COPY, such as <c>ROUNDEC</c>; NULL for none.</summary>
    public string? CopyOptions { get; init; }

    /// <summary>The schema of tables whose name has none; <c>public</c> by default.</summary>
    public string Schema { get; init; } = "public";

    /// <summary>What was chosen; secrets never.</summary>
    public override string ToString() => $"Login: {Login}; Schema: {Schema}; IamRole: {IamRole}";
}
