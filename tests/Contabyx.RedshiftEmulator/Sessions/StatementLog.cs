using System.Collections.Concurrent;

namespace Contabyx.RedshiftEmulator;

/// <summary>Every SQL text that clients sent, secrets masked, in the order of arrival.</summary>
public sealed class StatementLog
{
    private readonly ConcurrentQueue<string> _texts = new();

    /// <summary>Is raised for each text as it arrives.</summary>
    public event Action<string>? Received;

    /// <summary>The texts so far.</summary>
    public IReadOnlyList<string> Texts => [.. _texts];

    internal void Add(string sql)
    {
        var masked = SecretMask.Apply(sql);
        _texts.Enqueue(masked);
        Received?.Invoke(masked);
    }
}
