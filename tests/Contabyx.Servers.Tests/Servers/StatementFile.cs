using System.Collections.Concurrent;
using Contabyx.RedshiftEmulator;

namespace Contabyx.ServerTests;

/// <summary>
/// Every SQL statement that the tests ever sent to a warehouse, each once, in <c>redshift-statements.sql</c> beside the
/// test assembly: for review by people and parsers.
/// </summary>
internal static class StatementFile
{
    private static readonly ConcurrentDictionary<string, int> Seen = new(StringComparer.Ordinal);
    private static int _order;

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "redshift-statements.sql");

    public static IEnumerable<string> Statements => Seen.OrderBy(pair => pair.Value).Select(pair => pair.Key);

    public static void Collect(EmulatorServer emulator) =>
        emulator.Statements.Received += sql => Seen.TryAdd(sql, Interlocked.Increment(ref _order));

    public static void Write() =>
        File.WriteAllText(Path, string.Concat(Statements.Select(sql => sql.TrimEnd().TrimEnd(';') + ";\n\n")));
}
