namespace Contabyx.RedshiftEmulator;

/// <summary>A file to load.</summary>
/// <param name="Bytes">Its size.</param>
internal sealed record ObjectFile(string Bucket, string Key, long Bytes)
{
    public string Url => $"s3://{Bucket}/{Key}";
}
