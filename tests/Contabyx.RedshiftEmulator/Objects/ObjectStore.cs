using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Contabyx.RedshiftEmulator;

/// <summary>The S3 server, and who may read there: <c>copy-parameters-authorization</c>.</summary>
internal sealed class ObjectStore(EmulatorOptions options)
{
    /// <summary>A client with those rights.</summary>
    public AmazonS3Client Open(S3Access command)
    {
        if (options.S3Endpoint is null)
            throw new RedshiftException("XX000", "The emulator has no S3 endpoint");
        // copy-parameters-data-source-s3: REGION is needed for a bucket in another Region than the cluster's.
        if ((command.Region ?? options.Region) != options.BucketRegion)
        {
            throw Failure(
                "The bucket you are attempting to access must be addressed using the specified endpoint. Please send "
                + "all future requests to this endpoint.", 301, "PermanentRedirect");
        }

        var keys = command.Keys ?? RoleKeys(command.Role!);
        AWSCredentials credentials = keys.SessionToken is null
            ? new BasicAWSCredentials(keys.AccessKey, keys.SecretKey)
            : new SessionAWSCredentials(keys.AccessKey, keys.SecretKey, keys.SessionToken);
        return new AmazonS3Client(credentials, new AmazonS3Config
        {
            ServiceURL = options.S3Endpoint.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            MaxErrorRetry = 2,
        });
    }

    /// <summary>The files of a COPY: all whose key begins so, or those of the manifest.</summary>
    public static async Task<List<ObjectFile>> FilesAsync(
        AmazonS3Client client, CopyCommand command, CancellationToken cancellation)
    {
        var (bucket, key) = Split(command.From);
        try
        {
            return command.Manifest
                ? await ManifestAsync(client, bucket, key, command, cancellation).ConfigureAwait(false)
                : await PrefixAsync(client, bucket, key, cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception error)
        {
            throw Failure(error.Message, (int)error.StatusCode, error.ErrorCode);
        }
    }

    public static async Task<Stream> OpenAsync(AmazonS3Client client, ObjectFile file, CancellationToken cancellation)
    {
        try
        {
            var answer = await client.GetObjectAsync(file.Bucket, file.Key, cancellation).ConfigureAwait(false);
            return answer.ResponseStream;
        }
        catch (AmazonS3Exception error)
        {
            throw Failure(error.Message, (int)error.StatusCode, error.ErrorCode);
        }
    }

    /// <summary>All objects whose key begins so.</summary>
    public static async Task<List<FoundObject>> ListAsync(
        AmazonS3Client client, string bucket, string prefix, CancellationToken cancellation)
    {
        var found = new List<FoundObject>();
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix };
        try
        {
            ListObjectsV2Response page;
            do
            {
                page = await client.ListObjectsV2Async(request, cancellation).ConfigureAwait(false);
                found.AddRange((page.S3Objects ?? []).Select(file => new FoundObject(file.Key, file.Size ?? 0, file.ETag)));
                request.ContinuationToken = page.NextContinuationToken;
            }
            while (page.IsTruncated == true);
        }
        catch (AmazonS3Exception error)
        {
            throw Failure(error.Message, (int)error.StatusCode, error.ErrorCode);
        }

        return found;
    }

    /// <summary>Writes an object.</summary>
    /// <param name="kmsKey">Encrypts it with this key; NULL: as the bucket does.</param>
    public static async Task PutAsync(
        AmazonS3Client client, string bucket, string key, Stream content, string? kmsKey, CancellationToken cancellation)
    {
        var request = new PutObjectRequest { BucketName = bucket, Key = key, InputStream = content, UseChunkEncoding = false };
        if (kmsKey is not null)
        {
            request.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS;
            request.ServerSideEncryptionKeyManagementServiceKeyId = kmsKey;
        }

        try
        {
            await client.PutObjectAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception error)
        {
            throw Failure(error.Message, (int)error.StatusCode, error.ErrorCode);
        }
    }

    /// <summary>Deletes objects: CLEANPATH.</summary>
    public static async Task DeleteAsync(
        AmazonS3Client client, string bucket, IEnumerable<FoundObject> files, CancellationToken cancellation)
    {
        try
        {
            foreach (var file in files)
                await client.DeleteObjectAsync(bucket, file.Key, cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception error)
        {
            throw Failure(error.Message, (int)error.StatusCode, error.ErrorCode);
        }
    }

    public static (string Bucket, string Key) Split(string url)
    {
        var path = url["s3://".Length..];
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            ? (path[..slash], path[(slash + 1)..])
            : throw new RedshiftException("XX000", $"Invalid S3 path: {url}");
    }

    /// <summary>The keys of a role.</summary>
    /// <exception cref="RedshiftException">It is not attached to the cluster.</exception>
    public S3Keys RoleKeys(string role)
    {
        if (role == "default")
        {
            return options.HasDefaultRole
                ? options.RoleKeys
                : throw new RedshiftException("XX000", "Default IAM role is not set for the cluster");
        }

        var unknown = role.Split(',').FirstOrDefault(arn => !options.Roles.Contains(arn.Trim()));
        return unknown is null
            ? options.RoleKeys
            : throw new RedshiftException(
                "XX000", $"User arn:aws:redshift:{options.Region}:123456789012:dbuser:emulator is not authorized "
                + $"to assume IAM Role {unknown}");
    }

    /// <summary>FROM is a prefix of keys: <c>copy-parameters-data-source-s3</c>.</summary>
    private static async Task<List<ObjectFile>> PrefixAsync(
        AmazonS3Client client, string bucket, string prefix, CancellationToken cancellation)
    {
        var found = await ListAsync(client, bucket, prefix, cancellation).ConfigureAwait(false);
        var files = found.ConvertAll(file => new ObjectFile(bucket, file.Key, file.Bytes));
        return files.Count > 0
            ? files
            : throw new RedshiftException("XX000", $"The specified S3 prefix '{prefix}' does not exist");
    }

    private static async Task<List<ObjectFile>> ManifestAsync(
        AmazonS3Client client, string bucket, string key, CopyCommand command, CancellationToken cancellation)
    {
        using var answer = await client.GetObjectAsync(bucket, key, cancellation).ConfigureAwait(false);
        var entries = await ManifestEntry.ReadAsync(answer.ResponseStream, command.Format, cancellation).ConfigureAwait(false);
        var files = new List<ObjectFile>();
        foreach (var entry in entries)
        {
            var (entryBucket, entryKey) = Split(entry.Url);
            try
            {
                var head = await client.GetObjectMetadataAsync(entryBucket, entryKey, cancellation).ConfigureAwait(false);
                files.Add(new ObjectFile(entryBucket, entryKey, head.ContentLength));
            }
            catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.NotFound && !entry.Mandatory)
            {
                // mandatory is false by default: the file is skipped without a word.
            }
        }

        return files;
    }

    private static RedshiftException Failure(string message, int status, string? code) => new(
        "XX000", $"S3ServiceException:{message},Status {status},Error {code},Rid 0,CanRetry 1");
}
