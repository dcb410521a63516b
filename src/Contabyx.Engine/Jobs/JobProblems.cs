namespace Contabyx.Engine.Jobs;

/// <summary>Collects the problems of a job file, so that all of them are reported together.</summary>
/// <param name="path">The file's full path.</param>
internal sealed class JobProblems(string path)
{
    private readonly List<JobProblem> _found = [];

    /// <summary>The problems so far.</summary>
    public IReadOnlyList<JobProblem> Found => _found;

    /// <summary>Adds a problem.</summary>
    public void Add(JobPlace place, string message) => _found.Add(new JobProblem(path, place, message));

    /// <summary>Throws if there was a problem.</summary>
    /// <exception cref="JobFileException">There was a problem.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count > 0)
            throw new JobFileException(path, [.. _found.OrderBy(problem => problem.Place.Line).ThenBy(problem => problem.Place.Column)]);
    }
}
