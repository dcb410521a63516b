namespace Contabyx.RedshiftEmulator;

/// <summary>The faults that are still to come. Safe for any number of threads.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<(Fault Fault, int Left)> _faults = [];

    public void Add(Fault fault)
    {
        lock (_lock)
            _faults.Add((fault, fault.Times));
    }

    /// <summary>The next commits fail with error 1023.</summary>
    /// <param name="times">How many.</param>
    public void FailCommits(int times = 1) => Add(new Fault(
        FaultKind.SerializationFailure,
        sql => sql.StartsWith("COMMIT", StringComparison.OrdinalIgnoreCase)
            || sql.StartsWith("END", StringComparison.OrdinalIgnoreCase),
        times));

    /// <summary>Forgets them all.</summary>
    public void Clear()
    {
        lock (_lock)
            _faults.Clear();
    }

    internal Fault? Take(string sql)
    {
        lock (_lock)
        {
            var at = _faults.FindIndex(entry => entry.Left > 0 && entry.Fault.Matches(sql));
            if (at < 0)
                return null;
            _faults[at] = _faults[at] with { Left = _faults[at].Left - 1 };
            return _faults[at].Fault;
        }
    }
}
