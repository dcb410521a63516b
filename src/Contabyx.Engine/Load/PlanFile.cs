using System.Text;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Load;

/// <summary>
/// Writes a plan as an SQL script that can be run by hand, in one session of <c>psql</c> or DuckDB. Moves are written as
/// comments with shell commands.
/// </summary>
public static class PlanFile
{
    /// <summary>Writes the script.</summary>
    /// <param name="path">Its full path. The file must not exist yet.</param>
    /// <param name="warehouse">The warehouse's address.</param>
    /// <exception cref="AddressException">The file already exists.</exception>
    public static void Write(string path, string warehouse, IEnumerable<ContabyxPlanStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var text = new StringBuilder()
            .Append($"-- What Contabyx would do in {warehouse}, in this order.\n")
            .Append("-- Run it in one session that stops at the first error (psql "
                + "-v ON_ERROR_STOP=1 -f FILE); the moves are shell commands.\n");
        foreach (var step in steps)
        {
            text.Append(step.Kind switch
            {
                PlanStepKind.Statement => $"\n{step.Text.TrimEnd()};\n",
                PlanStepKind.Move => $"-- {Move(step.From!, step.To!)}\n",
                _ => $"\n-- {step.Text.ReplaceLineEndings("\n-- ")}\n",
            });
        }

        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(Encoding.UTF8.GetBytes(text.ToString()));
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new AddressException(path, "the file already exists.", "Choose another -PlanPath, or delete the file.");
        }
    }

    private static string Move(string from, string to) => from.StartsWith(S3Address.Start, StringComparison.Ordinal)
        ? $"aws s3 mv {Quote(from)} {Quote(to)}"
        : $"mv {Quote(PathOf(from))} {Quote(PathOf(to))}";

    private static string PathOf(string uri) => uri.StartsWith("file:", StringComparison.Ordinal) ? uri["file:".Length..] : uri;

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
