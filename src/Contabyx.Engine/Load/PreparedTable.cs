using System.Text.RegularExpressions;

namespace Contabyx.Engine.Load;

/// <summary>What a statement that prepared a table for its rows has done, in words for the log.</summary>
internal static partial class PreparedTable
{
    /// <param name="statement">One of the statements that <c>IWarehouse.PrepareTableAsync</c> returns.</param>
    public static string Describe(string statement)
    {
        if (Added().Match(statement) is { Success: true } added)
            return $"The column {NameOf(added)} was added.";
        if (Widened().Match(statement) is { Success: true } widened)
            return $"The column {NameOf(widened)} was widened to {widened.Groups["type"].Value}.";
        return statement.Split(' ', 2)[0] switch
        {
            "CREATE" => "The table was created.",
            "INSERT" => "The rows of the old table were copied into the new one.",
            "DROP" => "The old table was dropped.",
            _ when Renamed().IsMatch(statement) => "The table was renamed, to be created again with wider columns.",
            _ => "The table was altered.",
        };
    }

    private static string NameOf(Match match) => match.Groups["name"].Value.Replace("\"\"", "\"", StringComparison.Ordinal);

    [GeneratedRegex("""^ALTER TABLE ([^"]|"([^"]|"")*")+? ADD COLUMN "?(?<name>(?<=")([^"]|"")+|[^\s"]+)""")]
    private static partial Regex Added();

    [GeneratedRegex("""^ALTER TABLE ([^"]|"([^"]|"")*")+? ALTER COLUMN "?(?<name>(?<=")([^"]|"")+|[^\s"]+)"? TYPE (?<type>.+)\z""")]
    private static partial Regex Widened();

    [GeneratedRegex("""^ALTER TABLE ([^"]|"([^"]|"")*")+? RENAME TO """)]
    private static partial Regex Renamed();
}
