using System.Management.Automation.Language;

namespace Contabyx.Shell;

/// <summary>Reads commands and runs them until <c>exit</c> or the end of the input.</summary>
internal sealed class CommandLoop(ShellSession session, StopSignals signals)
{
    private readonly bool _prompts = !Console.IsInputRedirected;

    /// <summary>Runs the loop.</summary>
    /// <returns>The exit code of the last command.</returns>
    public int Run()
    {
        var exitCode = 0;
        while (!session.Over && ReadCommand() is { } command)
        {
            if (string.IsNullOrWhiteSpace(command))
                continue;
            signals.Forget();
            exitCode = session.RunCommand(command);
        }

        return exitCode;
    }

    // More lines are read for as long as the parser says that something is still open.
    private string? ReadCommand()
    {
        var text = ReadLine(session.ReadPrompt);
        while (text is not null)
        {
            Parser.ParseInput(text, out _, out var errors);
            if (!errors.Any(error => error.IncompleteInput) || ReadLine(() => ">> ") is not { } more)
                break;
            text += "\n" + more;
        }

        return text;
    }

    private string? ReadLine(Func<string> prompt)
    {
        if (_prompts)
            Console.Write(prompt());
        return Console.ReadLine();
    }
}
