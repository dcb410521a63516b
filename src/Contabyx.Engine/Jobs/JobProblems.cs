namespace Contabyx.Engine.Jobs;

/// <summary>Gathers what cannot be used in a job file, so that all of it is told at once.</summary>
/// <param name="path">The file's full path.</param>
internal sealed class JobProblems(string path)
{
    private readonly List<JobProblem> _found = [];

    /// <summary>Notes a problem.</summary>
    public void Add(JobPlace place, string message) => _found.Add(new JobProblem(path, place, message));

    /// <summary>Ends the reading when there was a problem.</summary>
    /// <exception cref="JobFileException">There was one.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count > 0)
            throw new JobFileException(path, [.. _found.OrderBy(problem => problem.Place.Line).ThenBy(problem => problem.Place.Column)]);
    }
}
