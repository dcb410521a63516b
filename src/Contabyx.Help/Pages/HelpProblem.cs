namespace Contabyx.Help;

/// <summary>What is wrong with the help, and where.</summary>
/// <param name="File">The page's path.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">What is wrong, and what to do.</param>
internal sealed record HelpProblem(string File, int Line, string Text)
{
    /// <summary>
    /// The problem in the form that MSBuild recognizes as an error ("MSBuild and Visual Studio format for diagnostic
    /// messages").
    /// </summary>
    public override string ToString() => $"{File}({Line}): error HELP001: {Text}";
}
