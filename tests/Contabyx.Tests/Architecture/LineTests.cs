using System.Runtime.CompilerServices;

namespace Contabyx.Tests;

/// <summary>Lines of code that fit on a screen. Lines with a raw string are left out: a line break would change the text.</summary>
public sealed class LineTests
{
    private const int MostColumns = 140;

    /// <summary>Files that still have longer lines. None is added; one that no longer has any is taken out.</summary>
    private static readonly string[] Left =
    [
        "src/Contabyx.Engine/Buckets/S3/S3Checks.cs",
        "src/Contabyx.Engine/Connections/Addresses.cs",
        "src/Contabyx.Engine/DuckDb/DuckDbDdl.cs",
        "src/Contabyx.Engine/Jobs/JobCare.cs",
        "src/Contabyx.Engine/Jobs/JobTableCheck.cs",
        "src/Contabyx.Engine/Jobs/JobTableReader.cs",
        "src/Contabyx.Engine/Load/TableLoader.cs",
        "src/Contabyx.Engine/Reading/Refusals.cs",
        "src/Contabyx.Engine/Reading/SelectedSource.cs",
        "src/Contabyx.Engine/Reading/SelectionPlan.cs",
        "src/Contabyx.Engine/Runs/RunCheck.cs",
        "src/Contabyx.Engine/Sync/SelectionRules.cs",
        "src/Contabyx.Engine/Warehouses/Redshift/RedshiftCatalog.cs",
        "src/Contabyx.Engine/Warehouses/Redshift/RedshiftChecks.cs",
        "src/Contabyx.Engine/Warehouses/Redshift/RedshiftErrors.cs",
        "src/Contabyx.Engine/Warehouses/Redshift/RedshiftWarehouse.cs",
        "src/Contabyx.PowerShell/Cmdlets/SelectingCommand.cs",
        "src/Contabyx.PowerShell/Jobs/JobRuns.cs",
        "tests/Contabyx.Servers.Tests/Acceptance/JobTests.cs",
        "tests/Contabyx.Servers.Tests/Acceptance/MaskTests.cs",
        "tests/Contabyx.Servers.Tests/Acceptance/Site.cs",
        "tests/Contabyx.Tests/Sync/SyncHistory.cs",
        "tests/Contabyx.Tests/Sync/SyncTwin.cs",
    ];

    [Fact]
    public void Lines_have_at_most_140_columns()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));
        var files = ((string[])["src", "tests"]).SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories));
        var found = files.Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => LongLines(root, file).Select(line => (File: file, Line: line))).ToList();

        Assert.Empty(found.Where(found => !Left.Contains(found.File)).Select(found => $"{found.File}:{found.Line}"));
        Assert.Empty(Left.Except(found.Select(found => found.File)));
    }

    private static IEnumerable<int> LongLines(string root, string file)
    {
        var raw = false;
        var number = 0;
        foreach (var line in File.ReadLines(Path.Combine(root, file)))
        {
            number++;
            var marks = line.Split("\"\"\"").Length - 1;
            if (line.Length > MostColumns && !raw && marks == 0)
                yield return number;
            raw ^= marks % 2 == 1;
        }
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
