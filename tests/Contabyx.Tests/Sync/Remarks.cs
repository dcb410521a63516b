using System.Collections.Concurrent;

namespace Contabyx.Tests;

/// <summary>Keeps what a user was told.</summary>
internal sealed class Remarks : IRemarks
{
    public ConcurrentQueue<string> Warnings { get; } = new();

    public ConcurrentQueue<string> Notes { get; } = new();

    public ConcurrentQueue<string> Statements { get; } = new();

    public void Report(string value) => Notes.Enqueue(value);

    public void Warn(string text) => Warnings.Enqueue(text);

    public void Statement(string sql, TimeSpan elapsed) => Statements.Enqueue(sql);
}
