using System.Text;
using Contabyx.Shell;

const int BadUsage = 64;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
if (ShellArguments.Parse(args) is not { } request)
{
    Console.Error.WriteLine(ShellArguments.Usage);
    return BadUsage;
}

using var signals = new StopSignals();
using var session = ShellSession.Open(signals);
return request.Kind switch
{
    RequestKind.File => session.RunFile(request.Text, request.Arguments),
    RequestKind.Command => session.RunCommand(request.Text),
    _ => new CommandLoop(session, signals).Run(),
};
