using System.Diagnostics;

namespace Contabyx.Engine.Buckets.S3;

/// <summary>
/// Watches one exchange with a store: tells the user what Contabyx is waiting for, and gives up when too little data comes
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

    /// <param name="address">The address that is waited for, for the user.</param>
    /// <param name="silence">How long it may be silent.</param>
    /// <param name="notes">Receives notes about long waits; NULL if nobody listens.</param>
    /// <param name="caller">The caller; NULL for none.</param>
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
                $"The request is given up after {silence.Limit.TotalSeconds:0} s without an answer.";
            notes.Warn(text);
        });
    }

    /// <summary>Cancelled when the user stops or the store is given up.</summary>
    public CancellationToken Token => _limit.Token;

    /// <summary>Starts waiting.</summary>
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

    /// <summary>Stops waiting.</summary>
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
    /// The failure to report instead of another. It has no inner exception: the SDK keeps retrying if that is an
    /// <see cref="IOException"/>, and each retry would be silent for just as long.
    /// </summary>
    /// <param name="error">What was thrown while waiting.</param>
    /// <returns>A cancellation by the user, the silence of the store, or NULL for neither.</returns>
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
            $"almost no data moved for {_silence.Limit.TotalSeconds:0} s, so the request was given up.",
            "Check the network and the store (Test-ContabyxConnection -Target Bucket), and run the same command again.");
        if (_caller is not null)
            _caller.GiveUpReason = lost;
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
