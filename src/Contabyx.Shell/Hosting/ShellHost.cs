using System.Globalization;
using System.Management.Automation.Host;

namespace Contabyx.Shell;

/// <summary>The console as a PowerShell host.</summary>
internal sealed class ShellHost : PSHost
{
    public override string Name => "Contabyx.Shell";

    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override ShellUserInterface UI { get; } = new();

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <summary>What <c>exit</c> was given; NULL while nothing has exited.</summary>
    public int? ExitCode { get; private set; }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() =>
        throw new NotSupportedException("This shell has no nested prompt. Use pwsh to debug or to suspend a command.");

    public override void ExitNestedPrompt() =>
        throw new NotSupportedException("This shell has no nested prompt, so there is none to leave.");

    // Child programs share the console as it is.
    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
