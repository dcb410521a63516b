namespace Contabyx.Engine.Telemetry;

/// <summary>
/// The names of tags. Those without our prefix are names of the OpenTelemetry semantic conventions (database, errors). No tag
/// has a value of a row, an address, a message or a statement.
/// </summary>
internal static class TagNames
{
    /// <summary>What is done, the name of the span without its prefix.</summary>
    public const string Operation = "contabyx.operation";

    public const string Run = "contabyx.run";

    public const string Job = "contabyx.job";

    /// <summary>How it ended: the name of a <see cref="LoadStatus"/> or a <see cref="PipelineStatus"/>.</summary>
    public const string Status = "contabyx.status";

    public const string Proof = "contabyx.proof";

    public const string Mode = "contabyx.mode";

    public const string Rows = "contabyx.rows";

    public const string Bytes = "contabyx.bytes";

    public const string Files = "contabyx.files";

    public const string Attempts = "contabyx.attempts";

    public const string Tables = "contabyx.tables";

    public const string TablesFailed = "contabyx.tables.failed";

    /// <summary>The table.</summary>
    public const string Collection = "db.collection.name";

    /// <summary>The kind of database: <c>mysql</c>, <c>aws.redshift</c> or <c>duckdb</c>.</summary>
    public const string System = "db.system.name";

    /// <summary>The kind of failure.</summary>
    public const string ErrorType = "error.type";
}
