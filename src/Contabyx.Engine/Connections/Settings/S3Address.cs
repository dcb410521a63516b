namespace Contabyx.Engine.Connections.Settings;

/// <summary>The address of a place in Amazon S3 or a compatible store: <c>s3://BUCKET/KEY</c>.</summary>
/// <param name="Bucket">The bucket's name.</param>
/// <param name="Prefix">
/// What every key begins with, ending in <c>/</c>; empty when keys begin at the bucket's root.
/// </param>
internal sealed record S3Address(string Bucket, string Prefix)
{
    /// <summary>How such an address begins.</summary>
    public const string Start = "s3://";

    private const string AccessPointEnd = "-s3alias";

    // Names that S3 gives to other things than buckets ("General purpose bucket naming rules", Amazon S3 User Guide).
    private static readonly (string End, string Thing)[] Others =
    [
        ("--x-s3", "a directory bucket"), ("--table-s3", "a table bucket"), ("--ol-s3", "an Object Lambda access point"),
        (".mrap", "a Multi-Region Access Point"),
    ];

    /// <summary>Whether the name is the alias of an access point, which can be used like a bucket's name.</summary>
    public bool IsAccessPoint => Bucket.EndsWith(AccessPointEnd, StringComparison.Ordinal);

    /// <summary>Reads an address.</summary>
    /// <param name="address">The text.</param>
    /// <exception cref="AddressException">It is not such an address.</exception>
    public static S3Address Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        const string Form = "Use s3://BUCKET/KEY, with a bucket name of 3 to 63 characters (a-z, 0-9, '-', '.') and a key "
            + "without empty parts, '.' or '..'.";
        if (!address.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
            throw new AddressException(address, "it does not begin with s3://.", Form);
        if (address[Start.Length..].StartsWith("arn:", StringComparison.OrdinalIgnoreCase))
        {
            throw new AddressException(
                address, "it is an ARN, and COPY reads from names of buckets only.",
                "Use the alias of the access point, s3://NAME-s3alias/KEY (\"Using COPY with Amazon S3 access point aliases\", "
                    + "Amazon Redshift Database Developer Guide), or the name of its bucket.");
        }

        var parts = address[Start.Length..].TrimEnd('/').Split('/');
        if (AddressText.HasSecretOption(address) || parts[0].AsSpan().ContainsAny(':', '@')
            || parts[0].Contains("%3A", StringComparison.OrdinalIgnoreCase))
            throw AddressException.HoldsSecret(address);
        if (!IsBucketName(parts[0]))
            throw new AddressException(address, $"'{parts[0]}' is not a valid bucket name.", Form);
        if (Others.FirstOrDefault(other => parts[0].EndsWith(other.End, StringComparison.Ordinal)) is { Thing: { } thing })
        {
            throw new AddressException(
                address, $"it is the name of {thing}, from which COPY cannot load.",
                "Use a general purpose bucket in the warehouse's Region.");
        }

        if (parts.Skip(1).FirstOrDefault(part => part is "" or "." or ".." || part.Any(char.IsControl)) is { } bad)
            throw new AddressException(address, $"'{bad}' cannot be a part of a key.", Form);
        return new S3Address(parts[0], string.Concat(parts.Skip(1).Select(part => part + "/")));
    }

    /// <summary>The address, without a slash at its end.</summary>
    public override string ToString() => $"{Start}{Bucket}/{Prefix}".TrimEnd('/');

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    private static bool IsBucketName(string name) =>
        name.Length is >= 3 and <= 63
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && !name.Contains("..", StringComparison.Ordinal);
}
