using System.Management.Automation;
using Contabyx.Engine.Reading;

namespace Contabyx.PowerShell;

/// <summary>
/// Shows the source's tables and views: rows, key, watermarks, personal data, and what the warehouse has of them.
/// </summary>
[Cmdlet(VerbsCommon.Get, "ContabyxTable")]
[OutputType(typeof(ContabyxTable))]
public sealed class GetContabyxTableCommand : ConnectedCommand
{
    /// <summary>Tables.</summary>
    [Parameter(Position = 0, HelpMessage = "Names of tables and views; wildcards are allowed. By default, all of them.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[] Table { get; set; } = ["*"];

    /// <summary>Count the rows.</summary>
    [Parameter(HelpMessage = "Count the rows, which reads each table. By default, the source's own estimate is shown.")]
    public SwitchParameter Exact { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var patterns = Table.Select(pattern => (Text: pattern, Fits: NamePattern.Of(pattern), Found: new HashSet<string>())).ToList();
        var survey = new TableSurvey(CurrentOrGiven, pipeline.Notes);
        await foreach (var table in survey.ReadAsync(Fits, Exact, cancellation).ConfigureAwait(false))
            await pipeline.WriteObjectAsync(table).ConfigureAwait(false);
        foreach (var (text, _, found) in patterns)
        {
            if (found.Count == 0 && !NamePattern.IsPattern(text))
                await pipeline.WriteErrorAsync(ErrorRecords.From(NotFound(text))).ConfigureAwait(false);
        }

        bool Fits(string name)
        {
            var fitting = patterns.Where(pattern => pattern.Fits(name)).ToList();
            fitting.ForEach(pattern => pattern.Found.Add(name));
            return fitting.Count > 0;
        }
    }

    private TableNotFoundException NotFound(string name) =>
        new(name, CurrentOrGiven.Source, "Check the name. Get-ContabyxTable without -Table lists all tables.");
}
