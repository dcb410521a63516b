using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Contabyx.Engine;

namespace Contabyx.Benchmarks;

/// <summary>A MariaDB server for one measurement, started and stopped by <c>tests/servers.sh</c>.</summary>
internal sealed class MySqlServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contabyx-benchmark-mysql-").FullName;
    private readonly Dictionary<string, string> _values;

    public MySqlServer()
    {
        Run("bash", Script, "start", _folder, "mysql");
        _values = File.ReadAllLines(Path.Combine(_folder, "servers.env"))
            .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim('\''));
    }

    /// <summary>How the clients reach it, for a shell.</summary>
    public string Client => $"--no-defaults -h127.0.0.1 -P{_values["CONTABYX_TEST_MYSQL_PORT"]} -uloader";

    public ContabyxConnection Connection(string home, string database, int? readers = null) =>
        EmbeddedTwin.Connection(home) with
        {
            Source = $"mysql://loader@127.0.0.1:{_values["CONTABYX_TEST_MYSQL_PORT"]}/{database}",
            SourceSettings = new SourceSettings
            {
                Password = new Secret(_values["CONTABYX_TEST_MYSQL_PASSWORD"]),
                Readers = readers,
            },
        };

    /// <summary>Runs a line of bash, with the password where the clients look for it.</summary>
    public void Shell(string line) => Run("bash", "-c", "set -e -o pipefail; " + line);

    public void Dispose() => Run("bash", Script, "stop", _folder);

    private static string Script => Path.GetFullPath(Path.Combine(Here(), "..", "servers.sh"));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OWNER"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        if (_values is not null)
            start.Environment["MYSQL_PWD"] = _values["CONTABYX_TEST_MYSQL_PASSWORD"];
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        output.Wait();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', arguments)}: {errors}");
    }
}
