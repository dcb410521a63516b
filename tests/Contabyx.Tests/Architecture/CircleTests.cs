using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Contabyx.Tests;

/// <summary>The house has no circles: neither between files, nor between the folders of the core and the engine.</summary>
public sealed partial class CircleTests
{
    private static readonly string Source = FindSource();

    [Theory]
    [InlineData("Contabyx")]
    [InlineData("Contabyx.Engine")]
    [InlineData("Contabyx.PowerShell")]
    [InlineData("Contabyx.Help")]
    public void No_file_uses_a_file_that_uses_it(string project) => Assert.Empty(Circles(Uses(project, file => file)));

    [Theory]
    [InlineData("Contabyx")]
    [InlineData("Contabyx.Engine")]
    public void Data_flows_one_way_through_the_folders(string project) =>
        Assert.Empty(Circles(Uses(project, file => Path.GetDirectoryName(file)!)));

    private static Dictionary<string, HashSet<string>> Uses(string project, Func<string, string> room)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Source, project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin"))
            .ToDictionary(file => Path.GetRelativePath(Source, file), file => Noise().Replace(File.ReadAllText(file), " "));
        Assert.NotEmpty(files);
        var homes = files
            .SelectMany(file => Declaration().Matches(file.Value).Select(match => (Type: match.Groups[1].Value, file.Key)))
            .ToLookup(found => found.Type, found => found.Key, StringComparer.Ordinal);
        var uses = files.Keys.Select(room).Distinct().ToDictionary(name => name, _ => new HashSet<string>());
        foreach (var (file, text) in files)
        {
            foreach (var home in Word().Matches(text).SelectMany(word => homes[word.Value]))
            {
                if (room(home) != room(file))
                    uses[room(file)].Add(room(home));
            }
        }

        return uses;
    }

    // A room from which a walk leads back to itself.
    private static List<string> Circles(Dictionary<string, HashSet<string>> uses) =>
        [.. uses.Keys.Where(room => Reachable(uses, room).Contains(room)).Order(StringComparer.Ordinal)];

    private static HashSet<string> Reachable(Dictionary<string, HashSet<string>> uses, string start)
    {
        var seen = new HashSet<string>();
        var next = new Queue<string>(uses[start]);
        while (next.TryDequeue(out var room))
        {
            if (!seen.Add(room))
                continue;
            foreach (var further in uses[room])
                next.Enqueue(further);
        }

        return seen;
    }

    private static string FindSource([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src"));

    // Comments and texts name types without using them.
    [GeneratedRegex(@"//[^\n]*|""{3}[\s\S]*?""{3}|""(\\.|[^""\\\n])*""")]
    private static partial Regex Noise();

    [GeneratedRegex(@"\b(?:class|record struct|record|struct|interface|enum)\s+([A-Z]\w*)")]
    private static partial Regex Declaration();

    // A word behind a point is a member, not a type.
    [GeneratedRegex(@"(?<![.\w])[A-Z]\w*")]
    private static partial Regex Word();
}
