namespace Contabyx.Shell;

/// <summary>What the command line asks for.</summary>
internal enum RequestKind
{
    Interactive,
    Command,
    File,
}

/// <summary>The command line, in the words of <c>pwsh</c>.</summary>
/// <param name="Kind">What to run.</param>
/// <param name="Text">The command's text, or the script file's path.</param>
/// <param name="Arguments">The script's arguments.</param>
internal sealed record ShellArguments(RequestKind Kind, string Text, IReadOnlyList<string> Arguments)
{
    public const string Usage = """
        contabyx-shell                           an interactive prompt
        contabyx-shell -Command TEXT             runs a command
        contabyx-shell [-File] SCRIPT.ps1 [ARGS] runs a script; its 'exit n' is the exit code
        -NoProfile and -NonInteractive may stand before: there is no profile, and a script is never asked
        """;

    /// <summary>Reads the command line; NULL when it makes no sense.</summary>
    public static ShellArguments? Parse(string[] args) => args switch
    {
        [] => new ShellArguments(RequestKind.Interactive, "", []),
        [var name, .. var rest] when Is(name, "-NoProfile", "-nop") || Is(name, "-NonInteractive", "-noni") => Parse(rest),
        [var name, _, ..] when Is(name, "-Command", "-c") =>
            new ShellArguments(RequestKind.Command, string.Join(' ', args[1..]), []),
        [var name, var file, .. var rest] when Is(name, "-File", "-f") =>
            new ShellArguments(RequestKind.File, file, rest),
        [var file, .. var rest] when !file.StartsWith('-') => new ShellArguments(RequestKind.File, file, rest),
        _ => null,
    };

    private static bool Is(string name, string full, string letter) =>
        name.Equals(full, StringComparison.OrdinalIgnoreCase)
        || name.Equals(letter, StringComparison.OrdinalIgnoreCase);
}
