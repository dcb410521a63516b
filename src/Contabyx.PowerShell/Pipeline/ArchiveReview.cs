using System.Globalization;
using Contabyx.Engine.Archive;

namespace Contabyx.PowerShell;

/// <summary>What -WhatIf and -Confirm show of a year that is moved: every statement, and every object.</summary>
internal static class ArchiveReview
{
    /// <summary>The name of a step, such as <c>Transactions 2015</c>.</summary>
    public static string NameOf(ArchiveStep step) => string.Create(CultureInfo.InvariantCulture, $"{step.Table} {step.Year}");

    /// <summary>An action and its statements.</summary>
    public static string Of(string action, IReadOnlyList<string> statements) =>
        $"{action}:\n{string.Join("\n", statements.Select(statement => statement.TrimEnd() + ";"))}";

    /// <summary>The text for a year that is archived.</summary>
    public static string Archive(ArchiveStep step)
    {
        if (step.Statements.Count == 0)
            return "Nothing: it is archived already";
        var text = Of($"Archive {step.Rows} rows", step.Statements) + $"\nWrite objects: {step.Writes}";
        return step.Deletes.Count == 0 ? text : $"{text}\nDelete objects of interrupted attempts:\n{string.Join("\n", step.Deletes)}";
    }
}
