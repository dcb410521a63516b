using System.Diagnostics;

namespace Contabyx.Engine.Telemetry;

/// <summary>One operation while it is done: a span, and afterwards a measurement of its duration.</summary>
/// <remarks>
/// It must be ended in the asynchronous method that began it: the span is the parent of all that is begun until then.
/// </remarks>
internal sealed class Operation : IDisposable
{
    private readonly string _name;
    private readonly Activity? _span;
    private readonly long _start = Stopwatch.GetTimestamp();
    private string? _failure;
    private string? _status;

    private Operation(string name, ActivityKind kind)
    {
        _name = name;
        _span = Instruments.Spans.StartActivity("contabyx." + name, kind);
    }

    /// <summary>Begins an operation of this process.</summary>
    /// <param name="name">What it is, such as <c>export</c>.</param>
    /// <param name="run">The run; NULL if there is none yet.</param>
    public static Operation Begin(string name, string? run) => new Operation(name, ActivityKind.Internal).With(TagNames.Run, run);

    /// <summary>Begins an operation on a table, in which a server does the work.</summary>
    /// <param name="name">What it is, such as <c>load</c>.</param>
    /// <param name="run">The run; NULL for none.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="address">The address of the database; NULL if none is asked.</param>
    public static Operation BeginTable(string name, string? run, string table, string? address) =>
        new Operation(name, ActivityKind.Client).With(TagNames.Run, run).With(TagNames.Collection, table)
            .With(TagNames.System, address is null ? null : SystemOf(address));

    /// <summary>Adds a tag to the span; NULL adds nothing.</summary>
    public Operation With(string tag, object? value)
    {
        if (value is not null)
            _span?.SetTag(tag, value);
        return this;
    }

    /// <summary>Notes how it ended, in the span and in the measurement.</summary>
    /// <param name="status">The status.</param>
    /// <param name="failure">The failure; NULL when it did not fail.</param>
    public void End(string status, Exception? failure)
    {
        _status = status;
        With(TagNames.Status, status);
        if (failure is not null)
            Fail(failure);
    }

    /// <summary>Counts rows and bytes that an operation has moved, and tells its span.</summary>
    /// <param name="rows">The rows; NULL if unknown.</param>
    /// <param name="bytes">The bytes of the files; NULL if there are none.</param>
    public void Count(long? rows, long? bytes)
    {
        With(TagNames.Rows, rows).With(TagNames.Bytes, bytes);
        var operation = new KeyValuePair<string, object?>(TagNames.Operation, _name);
        if (rows > 0)
            Instruments.Rows.Add(rows.Value, operation);
        if (bytes > 0)
            Instruments.Bytes.Add(bytes.Value, operation);
    }

    /// <summary>Notes a failure that is passed on. It is a filter of exceptions that never catches one.</summary>
    public bool Fail(Exception failure)
    {
        _failure = ErrorTypeOf(failure);
        _span?.SetTag(TagNames.ErrorType, _failure);
        _span?.SetStatus(ActivityStatusCode.Error);
        return false;
    }

    /// <summary>Ends the span, and measures the duration.</summary>
    public void Dispose()
    {
        var tags = new TagList { { TagNames.Operation, _name } };
        if (_status is not null)
            tags.Add(TagNames.Status, _status);
        if (_failure is not null)
            tags.Add(TagNames.ErrorType, _failure);
        Instruments.Duration.Record(Stopwatch.GetElapsedTime(_start).TotalSeconds, tags);
        _span?.Dispose();
    }

    /// <summary>The kind of a failure: the id of its error record, or the name of the exception's type.</summary>
    internal static string ErrorTypeOf(Exception failure) => failure is ContabyxException
        ? $"Contabyx.{failure.GetType().Name[..^nameof(Exception).Length]}"
        : failure.GetType().FullName!;

    private static string SystemOf(string address) => address.Split(':')[0].ToLowerInvariant() switch
    {
        "redshift" => "aws.redshift",
        var scheme => scheme,
    };
}
