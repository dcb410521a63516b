using System.Management.Automation;
using Contabyx.Engine.Archive;

namespace Contabyx.PowerShell;

/// <summary>Shows which years of which tables are archived, and where.</summary>
[Cmdlet(VerbsCommon.Get, "ContabyxArchive")]
[OutputType(typeof(ContabyxArchive))]
public sealed class GetContabyxArchiveCommand : ConnectedCommand
{
    /// <summary>The tables.</summary>
    [Parameter(Position = 0, HelpMessage = "Names of tables; wildcards are allowed. By default, all archived tables.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ArchivedTableCompleter))]
    public string[] Table { get; set; } = ["*"];

    /// <summary>The years.</summary>
    [Parameter(Position = 1, HelpMessage = "Years; by default, all.")]
    [ArgumentCompleter(typeof(ArchivedYearCompleter))]
    public int[]? Year { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var tables = Table.Select(NamePattern.Of).ToList();
        await using var archive = new DataArchive(CurrentOrGiven, pipeline.Progress("Reading", "rows"), pipeline.Notes);
        foreach (var year in await archive.ReadAsync(cancellation).ConfigureAwait(false))
        {
            if (tables.Exists(fits => fits(year.Table)) && Year?.Contains(year.Year) != false)
                await pipeline.WriteObjectAsync(year).ConfigureAwait(false);
        }
    }
}
