namespace Contabyx.RedshiftEmulator;

/// <summary>Which options of UNLOAD go together: <c>r_UNLOAD</c>.</summary>
internal static class UnloadRules
{
    private static readonly string[] NeverWithCsv = ["FIXEDWIDTH", "ADDQUOTES"];
    private static readonly string[] NeverWithJson = ["DELIMITER", "HEADER", "FIXEDWIDTH", "ADDQUOTES", "ESCAPE", "NULL"];
    private static readonly string[] NeverWithParquet =
        ["DELIMITER", "FIXEDWIDTH", "ADDQUOTES", "ESCAPE", "NULL", "HEADER", "GZIP", "BZIP2", "ZSTD"];

    public static void Check(UnloadCommand command)
    {
        if (!command.To.StartsWith("s3://", StringComparison.Ordinal))
            throw new RedshiftException("XX000", $"Invalid destination of UNLOAD: {command.To}");
        if (command.Role is not null && command.Keys is not null)
            throw new RedshiftException("42601", "IAM_ROLE cannot be used with other credentials");
        if (command.Role is null && (command.Keys is null || command.Keys.AccessKey == "" || command.Keys.SecretKey == ""))
            throw new RedshiftException("XX000", "Must specify credentials for UNLOAD command");
        var never = command.Format switch { "PARQUET" => NeverWithParquet, "CSV" => NeverWithCsv, "JSON" => NeverWithJson, _ => [] };
        if (never.FirstOrDefault(command.Given.Contains) is { } clash)
            throw new RedshiftException("0A000", $"{clash} is not supported for UNLOAD to {command.Format}");
        if (command.Given.Contains("FIXEDWIDTH") && (command.Given.Contains("DELIMITER") || command.Given.Contains("HEADER")))
            throw new RedshiftException("0A000", "FIXEDWIDTH cannot be used with DELIMITER or HEADER");
        if (command is { AllowOverwrite: true, CleanPath: true })
            throw new RedshiftException("0A000", "CLEANPATH cannot be used with ALLOWOVERWRITE");
        if (command.Given.Contains("ROWGROUPSIZE") && command.Format != "PARQUET")
            throw new RedshiftException("0A000", "ROWGROUPSIZE is only supported for UNLOAD to PARQUET");
        CheckEncryption(command);
    }

    private static void CheckEncryption(UnloadCommand command)
    {
        var isEncrypted = command.Given.Contains("ENCRYPTED");
        if (command.KmsKey is not null && !isEncrypted)
            throw new RedshiftException("0A000", "KMS_KEY_ID requires ENCRYPTED");
        if (command.KmsKey is not null && command.Given.Contains("CREDENTIALS"))
            throw new RedshiftException("0A000", "KMS_KEY_ID cannot be used with CREDENTIALS");
        if (command.KmsKey is not null && command.Given.Contains("AUTO"))
            throw new RedshiftException("0A000", "ENCRYPTED AUTO cannot be used with KMS_KEY_ID");
        if (isEncrypted && command is { Format: "PARQUET", KmsKey: null } && !command.Given.Contains("AUTO"))
            throw new RedshiftException("0A000", "ENCRYPTED for UNLOAD to PARQUET requires KMS_KEY_ID");
    }
}
