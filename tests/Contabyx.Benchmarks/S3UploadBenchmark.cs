using Contabyx.Engine.Buckets.S3;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Benchmarks;

/// <summary>
/// The upload of one file of 1 GiB to an S3 server on this machine, against <c>curl -T</c> and <c>aws s3 cp</c>.
/// </summary>
internal static class S3UploadBenchmark
{
    private const long Bytes = 1L << 30;

    public static async Task RunAsync(BenchmarkFolder folder, BenchmarkServers servers, int repeats)
    {
        var (file, sha256) = await MakeFileAsync(folder["gib"]);
        var address = new S3Address("benchmark-" + Guid.NewGuid().ToString("N"), "books/");
        await using var bucket = new S3Bucket(address, servers.S3);
        await bucket.InitializeAsync(CancellationToken.None);
        List<double> ours = [], curl = [], aws = [];
        for (var i = 0; i < repeats; i++)
        {
            ours.Add(await Report.MillisecondsAsync(async () =>
                await bucket.PutFileAsync("data/ours", file, sha256, CancellationToken.None)));
            curl.Add(await Report.MillisecondsAsync(() => CurlAsync(servers, address, file)));
            aws.Add(await Report.MillisecondsAsync(() => AwsAsync(servers, address, file)));
            await bucket.DeleteAsync("data/ours", CancellationToken.None);
        }

        var (mine, its, theirs) = (Report.Median(ours), Report.Median(curl), Report.Median(aws));
        Console.WriteLine($"Upload of 1 GiB: {mine:0} ms; curl -T: {its:0} ms; aws s3 cp: {theirs:0} ms");
        Console.WriteLine(
            $"    {its / mine:0.00} x the speed of curl (0.9 x wanted); {theirs / mine:0.00} x that of aws s3 cp (3 x wanted)");
        Console.WriteLine($"    requests: {string.Join(", ", bucket.Requests.Select(kind => $"{kind.Key} {kind.Value}"))}");
        Console.WriteLine();
    }

    private static async Task<(string File, string Sha256)> MakeFileAsync(string path)
    {
        var block = new byte[1 << 20];
        new Random(1).NextBytes(block);
        await using (var file = File.Create(path))
        {
            for (var written = 0L; written < Bytes; written += block.Length)
            {
                BitConverter.TryWriteBytes(block, written);
                await file.WriteAsync(block);
            }
        }

        await using var read = File.OpenRead(path);
        return (path, Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(read)));
    }

    private static Task CurlAsync(BenchmarkServers servers, S3Address address, string file) => BenchmarkServers.RunAsync(
        "curl", "-sf", "--aws-sigv4", "aws:amz:us-east-1:s3", "--user", $"{servers.S3.AccessKey}:{servers.S3.SecretKey!.Reveal()}",
        "-H", "x-amz-content-sha256: UNSIGNED-PAYLOAD", "-T", file, $"{servers.S3.Endpoint}/{address.Bucket}/books/data/curl");

    private static Task AwsAsync(BenchmarkServers servers, S3Address address, string file)
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", servers.S3.AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", servers.S3.SecretKey!.Reveal());
        Environment.SetEnvironmentVariable("AWS_DEFAULT_REGION", "us-east-1");
        return BenchmarkServers.RunAsync(
            "aws", "--endpoint-url", servers.S3.Endpoint!, "s3", "cp", "--quiet", file, $"s3://{address.Bucket}/books/data/aws");
    }
}
