using Contabyx.Engine.Connections;

namespace Contabyx.Tests;

public sealed class PatientLookupTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public void Names_that_are_read_in_time_are_offered() =>
        Assert.Equal(["a"], PatientLookup.Read(Place(), Patience, _ => Names("a")));

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(IOException))]
    public void Any_failure_is_no_answer(Type failure) => Assert.Empty(PatientLookup.Read<string>(
        Place(), Patience, _ => throw (Exception)Activator.CreateInstance(failure)!));

    [Fact]
    public async Task Whoever_does_not_answer_is_not_waited_for_and_is_told_to_stop()
    {
        using var begun = new ManualResetEventSlim();
        using var released = new ManualResetEventSlim();
        var stop = CancellationToken.None;
        var looking = Task.Run(() => PatientLookup.Read<string>(Place(), TimeSpan.FromMilliseconds(1), token =>
        {
            stop = token;
            begun.Set();
            released.Wait(TestContext.Current.CancellationToken); // Does not listen to the token.
            return Names("late");
        }), TestContext.Current.CancellationToken);

        begun.Wait(TestContext.Current.CancellationToken); // It begins, however late the machine is.
        Assert.Empty(await looking);
        Assert.True(stop.IsCancellationRequested);
        released.Set();
    }

    [Fact]
    public void A_refused_login_is_not_tried_again_at_the_next_key_press()
    {
        var (place, attempts) = (Place(), 0);
        Task<IReadOnlyList<string>> Refuse(CancellationToken cancellation)
        {
            attempts++;
            throw new ConnectionException("mysql://x", "Access denied.", "Check the password.");
        }

        Assert.Empty(PatientLookup.Read<string>(place, Patience, Refuse));
        Assert.Empty(PatientLookup.Read<string>(place, Patience, Refuse));
        Assert.Equal(1, attempts);
        Assert.Equal(["a"], PatientLookup.Read(Place(), Patience, _ => Names("a")));
    }

    [Fact]
    public void A_server_that_could_not_be_reached_is_asked_again()
    {
        var (place, attempts) = (Place(), 0);
        Task<IReadOnlyList<string>> Miss(CancellationToken cancellation)
        {
            attempts++;
            throw new ConnectionException("mysql://x", "No answer.", "Wait.") { MayRetry = true };
        }

        Assert.Empty(PatientLookup.Read<string>(place, Patience, Miss));
        Assert.Empty(PatientLookup.Read<string>(place, Patience, Miss));
        Assert.Equal(2, attempts);
    }

    private static Task<IReadOnlyList<string>> Names(params string[] names) => Task.FromResult<IReadOnlyList<string>>(names);

    // Each is another place: refusals are remembered in the process.
    private static ContabyxConnection Place() => EmbeddedTwin.Connection(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")));
}
