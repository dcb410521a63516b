using System.Runtime.CompilerServices;

namespace Contabyx.Tests;

/// <summary>Lines of code that fit on a screen. Lines with a raw string are left out: a line break would change the text.</summary>
public sealed class LineTests
{
    private const int MostColumns = 140;

    [Fact]
    public void Lines_have_at_most_140_columns()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));
        var files = ((string[])["src", "tests"]).SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories));
        var found = files.Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => LongLines(root, file).Select(line => (File: file, Line: line))).ToList();

        Assert.Empty(found.Select(line => $"{line.File}:{line.Line}"));
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
