using ArchUnitNET.Loader;
using Contabyx.Engine.Connections;

namespace Contabyx.Tests;

/// <summary>
/// Which part of the engine may use which, read from the compiled assembly. A part is a folder, and its namespace follows
/// the folder. The vocabulary assembly is other: its folders are drawers, and its one namespace is <c>Contabyx</c>, since
/// users type it. Constants leave no trace in an assembly: who only uses another part's constant is not seen.
/// </summary>
public sealed class DirectionTests(ITestOutputHelper output)
{
    private const string Engine = "Contabyx.Engine.";

    /// <summary>Every direction there is. A new one is a decision; one that is no longer used is taken out.</summary>
    private const string Listed = """
        Archive -> Buckets, Connections, Files, Logs, Runs, Sql, Waits, Warehouses, Warehouses.Sql
        Books -> Rows
        Books.Batches -> Books, Books.Generator, Connections, Rows, Waits
        Books.DuckDb -> Books, DuckDb, Rows, Runs, Sql
        Books.Generator -> Books, Files.Proof, Rows
        Books.MySql -> Books, Connections.Logins, Connections.Settings, Files.Csv, Files.Parts, Files.Streams, Rows, Runs, Sources.MySql, Sql, Waits
        Books.Queries -> Connections, Sources, Sql, Warehouses
        Buckets.Folder -> Buckets, LocalFiles
        Buckets.S3 -> Buckets, Connections.Secrets, Connections.Settings, Files.Streams, Waits
        Compare -> Connections, Files.Csv, Files.Proof, Reading, Rows, Sources, Sql, Sync, Telemetry, Warehouses
        Connections -> Books, Buckets, Connections.Logins, Connections.Secrets, Connections.Settings, DuckDb, Sources, Warehouses
        Connections -> Books.DuckDb, Books.MySql, Buckets.Folder, Buckets.S3
        Connections -> Sources.DuckDb, Sources.MySql, Warehouses.DuckDb, Warehouses.Redshift
        Connections.Logins -> Connections.Secrets, Connections.Settings
        Connections.Settings -> Connections.Secrets
        DuckDb -> Fitting, LocalFiles, Rows, Sql, Waits
        Export -> Books, Connections, Files, Files.Parts, Files.Proof, Fitting, Reading, Rows, Runs, Sources, Sql, Sync, Telemetry, Warehouses
        Files -> Files.Checks, Files.Csv, Files.Parquet, Files.Parts, Files.Proof, Rows
        Files.Checks -> Rows
        Files.Csv -> Files.Checks, Files.Parts, Files.Streams, Rows
        Files.Parquet -> Files.Parts, Rows
        Files.Parts -> Files.Streams, LocalFiles, Rows
        Files.Proof -> Files.Csv, Rows
        Fitting -> Rows
        Jobs -> Connections, Connections.Secrets, Connections.Settings, Load, Logs, Notifications, Outcomes, Pipeline, Reading, Scheduling, Sources, Sql, Telemetry, Warehouses
        Load -> Books, Buckets, Connections, Files, Files.Csv, Files.Proof, Files.Streams, Logs, Rows, Runs, Sources, Sql, Telemetry, Waits, Warehouses
        Logs -> Connections.Secrets, LocalFiles
        Notifications -> Buckets, Connections, Connections.Logins, Connections.Secrets, Logs, Pipeline, Runs, Waits
        Outcomes -> Buckets, Connections, Files, Load, Logs, Runs, Warehouses
        Pipeline -> Books, Books.Batches, Connections, Export, Load, LocalFiles, Reading, Setup, Sync, Telemetry, Upload, Warehouses
        Reading -> Connections, Connections.Secrets, Files.Checks, Files.Csv, Rows, Sources, Sql, Warehouses
        Reports -> Books, Books.Queries, Connections, Logs, Warehouses
        Runs -> Buckets, Files, Files.Proof, LocalFiles, Logs, Rows
        Scheduling -> Books, Connections, Connections.Secrets, Connections.Settings
        Setup -> Books, Buckets, Connections, Sources, Sql, Warehouses
        Sources -> Rows, Sql
        Sources.DuckDb -> DuckDb, Rows, Sources, Sql
        Sources.MySql -> Connections.Logins, Connections.Secrets, Connections.Settings, Rows, Sources, Sql
        Sync -> Files.Proof, Rows, Sources, Sql, Telemetry, Warehouses
        Upload -> Buckets, Connections, Files, Load, Runs, Telemetry
        Warehouses -> Files.Proof, Sql
        Warehouses.DuckDb -> DuckDb, Files, Files.Csv, Files.Proof, Fitting, LocalFiles, Runs, Sql, Waits, Warehouses, Warehouses.Sql
        Warehouses.Redshift -> Buckets, Buckets.S3, Connections.Logins, Connections.Secrets, Connections.Settings, Files.Proof, Fitting
        Warehouses.Redshift -> Runs, Sql, Waits, Warehouses, Warehouses.Sql
        Warehouses.Sql -> Files.Proof, Runs, Sql, Warehouses
        """;

    private static readonly string[] Adapters =
    [
        "Books.DuckDb", "Books.MySql", "Buckets.Folder", "Buckets.S3", "Sources.DuckDb", "Sources.MySql",
        "Warehouses.DuckDb", "Warehouses.Redshift",
    ];

    /// <summary>Books in MySQL use its connections; COPY with keys uses those that the bucket is read with.</summary>
    private static readonly string[] BetweenAdapters = ["Books.MySql -> Sources.MySql", "Warehouses.Redshift -> Buckets.S3"];

    private static readonly Lazy<SortedDictionary<string, SortedDictionary<string, string>>> Graph = new(ReadGraph);

    [Fact]
    public void The_parts_of_the_engine_use_each_other_in_the_listed_directions_only()
    {
        var found = Graph.Value.Where(part => part.Value.Count > 0)
            .ToDictionary(part => part.Key, part => $"{part.Key} -> {string.Join(", ", part.Value.Keys)}");
        output.WriteLine(string.Join('\n', found.Values));
        var listed = Listed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(" -> ")).SelectMany(line => line[1].Split(", ").Select(to => (From: line[0], To: to))).ToHashSet();
        var used = Graph.Value.SelectMany(part => part.Value.Keys.Select(to => (From: part.Key, To: to))).ToHashSet();

        Assert.Empty(used.Except(listed).Select(way => $"{way.From} -> {way.To} is not listed: {Graph.Value[way.From][way.To]}"));
        Assert.Empty(listed.Except(used).Select(way => $"{way.From} -> {way.To} is listed, and no longer used."));
    }

    [Fact]
    public void The_parts_of_the_engine_form_no_circle()
    {
        var left = Graph.Value.ToDictionary(part => part.Key, part => part.Value.Keys.ToHashSet());
        while (left.Where(part => !part.Value.Any(left.ContainsKey)).Select(part => part.Key).ToList() is { Count: > 0 } free)
        {
            output.WriteLine(string.Join(", ", free));
            free.ForEach(part => left.Remove(part));
        }

        Assert.Empty(left.Keys);
    }

    [Fact]
    public void Only_connections_name_adapters()
    {
        var named = Graph.Value.Where(part => part.Key != "Connections")
            .SelectMany(part => part.Value.Keys.Where(to => Adapters.Contains(to)).Select(to => $"{part.Key} -> {to}"));

        Assert.Equal(BetweenAdapters, named);
    }

    [Fact]
    public void The_vocabulary_has_one_namespace_and_knows_the_base_class_library_only()
    {
        var vocabulary = typeof(ContabyxConnection).Assembly;

        Assert.All(vocabulary.GetExportedTypes(), type => Assert.Equal("Contabyx", type.Namespace));
        Assert.All(vocabulary.GetReferencedAssemblies(), used => Assert.StartsWith("System.", used.Name, StringComparison.Ordinal));
    }

    // From a part to the parts that it uses, each with an example.
    private static SortedDictionary<string, SortedDictionary<string, string>> ReadGraph()
    {
        var graph = new SortedDictionary<string, SortedDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var type in new ArchLoader().LoadAssemblies(typeof(Addresses).Assembly).Build().Types)
        {
            if (PartOf(type.FullName) is not { } from)
                continue;
            var uses = graph.TryGetValue(from, out var known) ? known : graph[from] = new(StringComparer.Ordinal);
            foreach (var target in type.Dependencies.Select(dependency => dependency.Target.FullName))
            {
                if (PartOf(target) is { } to && to != from)
                    uses.TryAdd(to, $"{type.FullName} uses {target}");
            }
        }

        return graph;
    }

    private static string? PartOf(string type)
    {
        var name = type.Split('+', '<', '[')[0];
        return name.StartsWith(Engine, StringComparison.Ordinal) && name.LastIndexOf('.') is var end && end > Engine.Length
            ? name[Engine.Length..end] : null;
    }
}
