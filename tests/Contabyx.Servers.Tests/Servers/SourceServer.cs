namespace Contabyx.ServerTests;

/// <summary>A running MySQL or MariaDB server, whose user <c>loader</c> may do everything.</summary>
/// <param name="name">Its name in <c>servers.env</c>.</param>
/// <param name="value">Finds a value there; it skips or fails the test when the servers are not there.</param>
public sealed class SourceServer(string name, Func<string, string> value)
{
    /// <summary>Whether it is MariaDB.</summary>
    public bool IsMariaDb => name == "MARIADB";

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port =>
        int.Parse(value($"CONTABYX_TEST_{name}_PORT"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The user's password.</summary>
    public Secret Password => new(value($"CONTABYX_TEST_{name}_PASSWORD"));

    /// <summary>The address of a database, which need not exist.</summary>
    public string Address(string database) => FormattableString.Invariant($"mysql://loader@127.0.0.1:{Port}/{database}");
}
