using Amazon.Runtime;
using Contabyx.Engine.Notifications;

namespace Contabyx.Tests;

/// <summary>Messages to Amazon SNS, at an address of the test's own.</summary>
[Collection(nameof(SnsTests))]
public sealed class SnsTests : IDisposable
{
    private const string Topic = "arn:aws:sns:sa-east-1:123456789012:nights";
    private const string Variable = "AWS_ENDPOINT_URL_SNS";

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, null);

    [Fact]
    public async Task A_topic_gets_a_message_that_is_signed()
    {
        await using var server = new HookServer(new HookAnswer(200, "<PublishResponse/>"));
        Environment.SetEnvironmentVariable(Variable, server.Url);
        var notification = NotificationText.OfFailure("nightly \u65e5", Told.Failed());

        await Channel().SendAsync(notification, Stop);

        var request = Assert.Single(server.Requests);
        Assert.True(SnsSignature.IsOf(request, PasswordService.AccessKey, PasswordService.SecretKey, "sa-east-1"));
        Assert.False(SnsSignature.IsOf(request, PasswordService.AccessKey, PasswordService.SecretKey + "x", "sa-east-1"));
        var form = SnsSignature.FormOf(request);
        Assert.Equal(
            ("Publish", "2010-03-31", Topic, "Contabyx: nightly ? failed", NotificationText.Lines(notification)),
            (form["Action"], form["Version"], form["TopicArn"], form["Subject"], form["Message"]));
    }

    [Fact]
    public async Task A_subject_is_shorter_than_a_hundred_characters()
    {
        await using var server = new HookServer(new HookAnswer(200));
        Environment.SetEnvironmentVariable(Variable, server.Url);

        await Channel().SendAsync(NotificationText.OfFailure(new string('n', 200), Told.Failed()), Stop);

        Assert.Equal(99, SnsSignature.FormOf(Assert.Single(server.Requests))["Subject"].Length);
    }

    [Theory]
    [InlineData(403, false)]
    [InlineData(500, true)]
    public async Task What_SNS_says_is_passed_on(int status, bool mayRetry)
    {
        await using var server = new HookServer(new HookAnswer(status, "<Code>AuthorizationError</Code>"));
        Environment.SetEnvironmentVariable(Variable, server.Url);

        var refused = await Assert.ThrowsAsync<DeliveryException>(
            () => Channel().SendAsync(NotificationText.OfFailure("nightly", Told.Failed()), Stop));

        Assert.Contains("<Code>AuthorizationError</Code>", refused.Message, StringComparison.Ordinal);
        Assert.Contains("sns:Publish", refused.Advice, StringComparison.Ordinal);
        Assert.Equal(mayRetry, refused.MayRetry);
    }

    [Fact]
    public async Task Missing_credentials_are_a_delivery_that_failed()
    {
        var channel = new SnsChannel(Topic, () => throw new AmazonClientException("no credentials"));

        var refused = await Assert.ThrowsAsync<DeliveryException>(
            () => channel.SendAsync(NotificationText.OfFailure("nightly", Told.Failed()), Stop));

        Assert.Contains("no credentials", refused.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static SnsChannel Channel() =>
        new(Topic, () => new BasicAWSCredentials(PasswordService.AccessKey, PasswordService.SecretKey));
}
