using System.Net;
using Contabyx.Engine.Jobs;
using Contabyx.Engine.Logs;
using Contabyx.Engine.Notifications;
using Contabyx.Engine.Waits;

namespace Contabyx.Tests;

/// <summary>Targets, secrets and results as tests need them.</summary>
internal static class Told
{
    /// <summary>No pauses, and as much time as the machine needs.</summary>
    public static DeliveryPolicy AtOnce { get; } = new(
        new RetryPolicy(3, TimeSpan.Zero), TimeSpan.FromMinutes(10), TimeSpan.Zero, TimeProvider.System);

    /// <summary>A target as an entry of <c>Notify</c>; a value with commas is a list.</summary>
    public static NotificationTarget Target(params (string Name, string Value)[] entry) => Assert.Single(NotifyReader.Read([Entry(entry)]));

    /// <summary>An entry of <c>Notify</c>; a value with commas is a list.</summary>
    public static JobValue Entry(params (string Name, string Value)[] entry) => new(default(JobPlace))
    {
        Entries = [.. entry.Select(pair => new JobEntry(pair.Name, default, ValueOf(pair.Value)))],
    };

    public static NotificationTarget Hook(string kind) => Target(("Webhook", "secret:hook"), ("Kind", kind));

    public static NotificationSecrets Secrets(NotificationTarget target, string secret, string user = "") => new(
        new Dictionary<NotificationTarget, NetworkCredential> { [target] = new(user, secret) },
        new Dictionary<NotificationTarget, ContabyxException>(), new Dictionary<string, string>());

    public static Notifier Notifier(
        NotificationTarget target, string secret, ContabyxConnection? connection = null, DeliveryPolicy? policy = null) =>
        new([target], Secrets(target, secret), connection, new Remarks(), policy ?? AtOnce);

    /// <summary>A run of which one table failed and another waits.</summary>
    public static ContabyxPipelineResult Failed() => new()
    {
        Status = PipelineStatus.Failed,
        FailedAt = PipelineStep.Copy,
        StartedAt = new DateTimeOffset(2026, 11, 30, 2, 30, 4, TimeSpan.Zero),
        Elapsed = TimeSpan.FromSeconds(12),
        Source = "mysql://loader@db.example:3306/shop",
        Bucket = "s3://bucket/key",
        Warehouse = "redshift://loader@dw.example:5439/dev",
        LogPath = "/log",
        Error = "The table 'Orders' failed: <!channel> *line* [7](http://x) of Orders-0001.csv.zst",
        Advice = "Mend the row.",
        Tables =
        [
            Table("Clients", LoadStatus.Loaded) with { RowsLoaded = 12_345 },
            Table("Orders", LoadStatus.Failed) with { Error = "bad", Advice = "mend" },
            Table("Items", LoadStatus.Failed) with { Waits = true },
        ],
    };

    /// <summary>The end of a good run.</summary>
    public static PipelineEnd End { get; } = new(new DateTimeOffset(2026, 11, 27, 5, 30, 4, TimeSpan.Zero), PipelineStatus.Succeeded);

    public static ContabyxPipelineResult Good() => Failed() with
    {
        Status = PipelineStatus.Succeeded,
        FailedAt = PipelineStep.None,
        Error = null,
        Advice = null,
        Tables = [Table("Clients", LoadStatus.Loaded) with { RowsLoaded = 12_345 }],
    };

    private static ContabyxCopyResult Table(string name, LoadStatus status) => new()
    {
        Run = "20261130T023004Z-1", Table = name, Status = status, Mode = LoadMode.Replace, RowsExpected = 1, RowsLoaded = 0, Bytes = 1,
        Files = 1, Proof = LoadProof.Proven, FiguresCompared = 1, MovedTo = "", Elapsed = TimeSpan.Zero,
    };

    private static JobValue ValueOf(string text) => text.Contains(',', StringComparison.Ordinal)
        ? new JobValue(default(JobPlace)) { List = [.. text.Split(',').Select(ValueOf)] } : new JobValue(default(JobPlace)) { Text = text };
}
