namespace Contabyx.RedshiftEmulator;

/// <summary>Whose limit an error is.</summary>
internal enum Refuser
{
    /// <summary>Redshift refuses it, too.</summary>
    Redshift,

    /// <summary>Redshift allows it, and the emulator has it not.</summary>
    Emulator,
}

/// <summary>An error as the client is to see it. Who refuses decides whether it has the hint that names the emulator.</summary>
internal sealed class RedshiftException(
    string sqlState, string message, string? detail = null, Refuser refuser = Refuser.Redshift) : Exception(message)
{
    private const string Limit = "Redshift allows this; the emulator does not implement it.";

    public string SqlState { get; } = sqlState;

    public string? Detail { get; } = detail;

    public string? Hint => refuser == Refuser.Emulator ? Limit : null;

    /// <summary>Something that Redshift refuses, too.</summary>
    public static RedshiftException NotSupported(string what) => new("0A000", $"{what} not supported");

    /// <summary>Something that Redshift has and the emulator has not.</summary>
    public static RedshiftException NotEmulated(string what) =>
        new("0A000", $"{what} is not emulated", refuser: Refuser.Emulator);

    public static RedshiftException Syntax(string near) => new("42601", $"syntax error at or near \"{near}\"");

    /// <summary>Error 1023: <c>c_serial_isolation</c> in the Database Developer Guide.</summary>
    public static RedshiftException Serialization(string table) => new(
        "XX000",
        "1023",
        $"Serializable isolation violation on table - {table}, transactions forming the cycle are: 1, 2 (pid:1)");

    /// <summary>What COPY says when its credentials expire ("S3ServiceException errors", Database Developer Guide).</summary>
    public static RedshiftException ExpiredToken() => new(
        "XX000", "S3ServiceException:The provided token has expired.,Status 400,Error ExpiredToken,Rid 0,CanRetry 1");
}
