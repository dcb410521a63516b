using System.Management.Automation;
using System.Management.Automation.Host;

namespace Contabyx.Shell;

/// <summary>The console's text: output to the output stream, everything else to the error stream.</summary>
internal sealed partial class ShellUserInterface : PSHostUserInterface
{
    private const string Red = "\e[31;1m";
    private const string Yellow = "\e[33;1m";

    private readonly Lock _gate = new();
    private readonly ProgressLine _progress = new();

    public override PSHostRawUserInterface RawUI { get; } = new ShellRawUserInterface();

    public override bool SupportsVirtualTerminal => Terminal.ColorsOutput;

    public override void Write(string value) => Emit(Console.Out, Terminal.ForOutput(value), newLine: false);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Write(value);

    public override void WriteLine(string value) => Emit(Console.Out, Terminal.ForOutput(value));

    /// <summary>Lines of errors so far.</summary>
    public int ErrorsShown { get; set; }

    public override void WriteErrorLine(string value)
    {
        ErrorsShown++;
        Emit(Console.Error, Terminal.ForErrors(value, Red));
    }

    public override void WriteWarningLine(string message) =>
        Emit(Console.Error, Terminal.ForErrors("WARNING: " + message, Yellow));

    public override void WriteVerboseLine(string message) =>
        Emit(Console.Error, Terminal.ForErrors("VERBOSE: " + message, Yellow));

    public override void WriteDebugLine(string message) =>
        Emit(Console.Error, Terminal.ForErrors("DEBUG: " + message, Yellow));

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_gate)
            _progress.Update(sourceId, record);
    }

    /// <summary>Takes away what a finished pipeline has left of its progress.</summary>
    public void ClearProgress()
    {
        lock (_gate)
            _progress.Reset();
    }

    private void Emit(TextWriter writer, string text, bool newLine = true)
    {
        lock (_gate)
        {
            _progress.Clear();
            if (newLine)
                writer.WriteLine(text);
            else
                writer.Write(text);
        }
    }
}
