using System.Globalization;

namespace Contabyx;

/// <summary>Something in a job file that cannot be used.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Place">Where in the file.</param>
/// <param name="Message">What is wrong, and what would be accepted.</param>
public sealed record JobProblem(string Path, JobPlace Place, string Message)
{
    /// <summary>The problem in one line, as compilers write them.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{System.IO.Path.GetFileName(Path)}:{Place.Line}:{Place.Column}: {Message}");
}
