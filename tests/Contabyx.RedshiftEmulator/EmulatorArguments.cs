using System.Globalization;

namespace Contabyx.RedshiftEmulator;

/// <summary>The command line.</summary>
internal static class EmulatorArguments
{
    public const string Usage =
        """
        usage: --postgres CONNECTION-STRING [--s3-endpoint URL] [--s3-access-key ID] [--s3-secret-key KEY] [--port 5439]
               [--user NAME] [--password TEXT] [--ordinary-user NAME] [--ordinary-password TEXT] [--groups NAME[,NAME]]
               [--database dev] [--role ARN[,ARN]] [--no-default-role] [--region us-east-1] [--bucket-region us-east-1]
               [--slices 4] [--serverless] [--multi-az] [--wakes SECONDS] [--no-tls] [--require-tls] [--certificate FILE.pem]
        """;

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">An option is unknown or lacks its value.</exception>
    public static EmulatorOptions Parse(string[] arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Length; i++)
        {
            var name = arguments[i];
            var isSwitch = name is "--serverless" or "--multi-az" or "--no-tls" or "--require-tls" or "--no-default-role";
            if (!Usage.Contains($"{name} ", StringComparison.Ordinal) && !Usage.Contains($"{name}]", StringComparison.Ordinal))
                throw new FormatException($"There is no option '{name}'.");
            if (!isSwitch && i + 1 == arguments.Length)
                throw new FormatException($"The option '{name}' has no value.");
            values[name] = isSwitch ? "" : arguments[++i];
        }

        return Options(values);
    }

    private static EmulatorOptions Options(Dictionary<string, string> values)
    {
        var defaults = new EmulatorOptions { Postgres = "" };
        string Value(string name, string otherwise) => values.GetValueOrDefault($"--{name}", otherwise);
        int Number(string name, int otherwise) => values.TryGetValue($"--{name}", out var text)
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
        return defaults with
        {
            Postgres = values.GetValueOrDefault("--postgres") ?? throw new FormatException("--postgres is missing."),
            S3Endpoint = values.TryGetValue("--s3-endpoint", out var endpoint) ? new Uri(endpoint) : null,
            RoleKeys = new S3Keys(
                Value("s3-access-key", defaults.RoleKeys.AccessKey), Value("s3-secret-key", defaults.RoleKeys.SecretKey)),
            Port = Number("port", 5439),
            Users = new Dictionary<string, string> { [Value("user", "awsuser")] = Value("password", "Passw0rd") },
            Database = Value("database", defaults.Database),
            Roles = Value("role", defaults.Roles[0]).Split(','),
            HasDefaultRole = !values.ContainsKey("--no-default-role"),
            OrdinaryUsers = values.TryGetValue("--ordinary-user", out var user)
                ? new Dictionary<string, string> { [user] = Value("ordinary-password", "Passw0rd") }
                : defaults.OrdinaryUsers,
            Groups = Value("groups", "").Split(',', StringSplitOptions.RemoveEmptyEntries),
            Region = Value("region", defaults.Region),
            BucketRegion = Value("bucket-region", Value("region", defaults.BucketRegion)),
            Slices = Number("slices", defaults.Slices),
            Serverless = values.ContainsKey("--serverless"),
            MultiAz = values.ContainsKey("--multi-az"),
            Wakes = TimeSpan.FromSeconds(Number("wakes", 0)),
            Tls = !values.ContainsKey("--no-tls"),
            RequireTls = values.ContainsKey("--require-tls"),
            CertificateFile = values.GetValueOrDefault("--certificate"),
        };
    }
}
