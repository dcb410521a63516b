using System.Runtime.InteropServices;
using Contabyx.RedshiftEmulator;

EmulatorOptions options;
try
{
    options = EmulatorArguments.Parse(args);
}
catch (FormatException error)
{
    await Console.Error.WriteLineAsync($"{error.Message}\n{EmulatorArguments.Usage}");
    return 2;
}

var stopped = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
await using var server = await EmulatorServer.StartAsync(options);
Console.WriteLine($"redshift://{options.Users.Keys.First()}@127.0.0.1:{server.Port}/{options.Database}");
await stopped.Task;
return 0;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopped.TrySetResult();
}
