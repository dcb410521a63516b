using System.Diagnostics;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// Watches one exchange with a store: tells the user what is waited for, and gives the store up when too little comes
/// or goes. The clock runs only while somebody waits for the store.
/// </summary>
internal sealed class SilenceWatch : IDisposable
{
    private readonly string _address;
    private readonly S3Silence _silence;
    private readonly S3Caller? _caller;
    private readonly CancellationToken _request;
    private readonly CancellationTokenSource _limit;
    private readonly Timer _notice;
    private readonly Lock _lock = new();
    private TimeSpan _left;
    private long _since;
    private long _bytes;
    private volatile bool _isTold;

    /// <param name="address">Whom is waited for, for the user.</param>
    /// <param name="silence">How long it may be silent.</param>
    /// <param name="notes">Told of long waits; NULL for nobody.</param>
    /// <param name="caller">Whoever calls; NULL for nobody.</param>
    /// <param name="request">Ends the request.</param>
    public SilenceWatch(
        string address, S3Silence silence, IProgress<string>? notes, S3Caller? caller, CancellationToken request)
    {
        _address = address;
        _silence = silence;
        _caller = caller;
        _request = request;
        _left = silence.Limit;
        _limit = CancellationTokenSource.CreateLinkedTokenSource(caller?.Token ?? CancellationToken.None, request);
        _notice = new Timer(_ =>
        {
            _isTold = true;
            var text = $"Waiting for {address}: no answer for {silence.Notice.TotalSeconds:0} s. " +
                $"It is given up after {silence.Limit.TotalSeconds:0} s without one.";
            if (notes is IRemarks remarks)
                remarks.Warn(text);
            else
                notes?.Report(text);
        });
    }

    /// <summary>Ends when the user stops, or the store is given up.</summary>
    public CancellationToken Token => _limit.Token;

    /// <summary>Begins to wait.</summary>
    public void Enter()
    {
        lock (_lock)
        {
            _since = Stopwatch.GetTimestamp();
            _limit.CancelAfter(_left > TimeSpan.Zero ? _left : TimeSpan.Zero);
            var due = _silence.Notice - (_silence.Limit - _left);
            _notice.Change(_isTold ? Timeout.InfiniteTimeSpan : due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Notes that data moved while waiting.</summary>
    /// <param name="bytes">How many.</param>
    public void Moved(long bytes)
    {
        lock (_lock)
        {
            _bytes += bytes;
            if (_bytes < S3Silence.LeastBytes)
                return;
            Renew();
            Enter();
        }
    }

    /// <summary>Ends to wait.</summary>
    /// <param name="bytes">How many bytes came; NULL for an answer.</param>
    public void Leave(int? bytes)
    {
        lock (_lock)
        {
            _limit.CancelAfter(Timeout.InfiniteTimeSpan);
            _notice.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _left -= Stopwatch.GetElapsedTime(_since);
            _bytes += bytes ?? 0;
            if (bytes is null || _bytes >= S3Silence.LeastBytes)
                Renew();
        }
    }

    /// <summary>
    /// The failure to tell instead of another. It has no cause inside: the SDK asks again and again where that is an
    /// <see cref="IOException"/>, and the silence would be as long again each time.
    /// </summary>
    /// <param name="error">What was thrown while waiting.</param>
    /// <returns>The user's stop, the store's silence, or NULL when it was neither.</returns>
    public Exception? Explain(Exception error)
    {
        if (_caller?.Token is { IsCancellationRequested: true } stopped)
            return new OperationCanceledException(error.Message, error, stopped);
        if (_request.IsCancellationRequested)
            return new OperationCanceledException(error.Message, error, _request);
        if (!_limit.IsCancellationRequested)
            return null;
        var lost = new ConnectionException(
            _address,
            $"it has sent and taken almost nothing for {_silence.Limit.TotalSeconds:0} s, and was given up.",
            "Check the network and the store (Test-ContabyxConnection -Target Bucket), and run the same line again.");
        if (_caller is not null)
            _caller.GaveUp = lost;
        return lost;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _notice.Dispose();
        _limit.Dispose();
    }

    private void Renew() => (_left, _bytes) = (_silence.Limit, 0);
}
