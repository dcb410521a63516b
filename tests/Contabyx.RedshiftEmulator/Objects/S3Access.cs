namespace Contabyx.RedshiftEmulator;

/// <summary>With whose rights S3 is asked: <c>copy-parameters-authorization</c>.</summary>
internal class S3Access
{
    /// <summary>A role's ARN, or <c>default</c>.</summary>
    public string? Role { get; set; }

    public S3Keys? Keys { get; set; }

    public string? Region { get; set; }
}
