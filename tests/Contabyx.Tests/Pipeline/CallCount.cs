using System.Reflection;

namespace Contabyx.Tests;

/// <summary>Passes every call on to another object, and keeps what was called with which first argument.</summary>
/// <typeparam name="T">The port.</typeparam>
internal class CallCount<T> : DispatchProxy
    where T : class
{
    private readonly List<(string Method, string? First)> _calls = [];
    private T? _inner;

    /// <summary>The calls, in order.</summary>
    public IReadOnlyList<(string Method, string? First)> Calls
    {
        get
        {
            lock (_calls)
                return [.. _calls];
        }
    }

    /// <summary>Makes one.</summary>
    /// <param name="inner">Where calls go.</param>
    public static (T Port, CallCount<T> Count) Of(T inner)
    {
        var port = Create<T, CallCount<T>>();
        var count = (CallCount<T>)(object)port;
        count._inner = inner;
        return (port, count);
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        lock (_calls)
            _calls.Add((targetMethod!.Name, args?.FirstOrDefault() as string));
        return targetMethod.Invoke(_inner, args);
    }
}
