using Contabyx.Engine.Connections;

namespace Contabyx.Engine.Jobs;

/// <summary>Finds out what a database of a job means for the tables that its source has now.</summary>
public static class JobSelections
{
    /// <summary>One entry for each table and query, and what cannot be done as it is written.</summary>
    /// <param name="job">The job.</param>
    /// <param name="target">The database.</param>
    /// <param name="notes">Receives what a user may want to know.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<(IReadOnlyList<JobTable> Tables, IReadOnlyList<JobProblem> Problems)> ResolveAsync(
        JobDefinition job, JobTarget target, IProgress<string> notes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(target);
        var source = Addresses.OpenSource(target.Connection, notes);
        await using (source.ConfigureAwait(false))
        {
            var tables = await JobTables.ReadAsync(job.Path, target.Database, source, cancellation).ConfigureAwait(false);
            return (tables.Resolve(), tables.Problems);
        }
    }
}
