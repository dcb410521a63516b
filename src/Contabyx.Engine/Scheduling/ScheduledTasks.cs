using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Settings;

namespace Contabyx.Engine.Scheduling;

/// <summary>
/// Registers, lists, starts, enables, disables and removes scheduled tasks of this user: what the cmdlets for
/// <c>ContabyxTask</c> do.
/// </summary>
public sealed class ScheduledTasks
{
    private readonly TaskRegister _register = new(
        TaskFiles.DefaultRoot,
        [new WindowsScheduler(), new SystemdScheduler(SystemdScheduler.DefaultFolder), new CronScheduler()]);

    /// <summary>The names of this user's tasks, for completion.</summary>
    public static IEnumerable<string> Names() => TaskFiles.Names(TaskFiles.DefaultRoot);

    /// <summary>The exact entry and scripts that a task would get. Nothing is changed.</summary>
    /// <exception cref="TaskExistsException">There is one of this name.</exception>
    /// <exception cref="TaskRefusedException">It cannot be registered like this.</exception>
    /// <exception cref="SchedulerException">There is no scheduler.</exception>
    public async Task<string> PlanAsync(TaskRequest request, CancellationToken cancellation)
    {
        Check(request);
        var plan = await _register.PlanAsync(request, cancellation).ConfigureAwait(false);
        await RequireBooksAsync(request, cancellation).ConfigureAwait(false);
        return plan.Text;
    }

    /// <summary>Registers a task.</summary>
    /// <exception cref="SchedulerException">The scheduler refused it.</exception>
    public async Task<ContabyxTask> AddAsync(TaskRequest request, CancellationToken cancellation)
    {
        Check(request);
        var (scheduler, _) = await _register.PlanAsync(request, cancellation).ConfigureAwait(false);
        return await _register.AddAsync(request, scheduler, cancellation).ConfigureAwait(false);
    }

    /// <summary>The tasks whose names match.</summary>
    /// <param name="fits">Whether a name matches.</param>
    public Task<IReadOnlyList<ContabyxTask>> ListAsync(Func<string, bool> fits, CancellationToken cancellation) =>
        _register.ListAsync(fits, cancellation);

    /// <summary>Starts a task now, whether it is enabled or not, except on Windows. It runs on its own.</summary>
    /// <exception cref="TaskNotFoundException">There is no such task.</exception>
    /// <exception cref="BusyException">It runs already.</exception>
    /// <exception cref="SchedulerException">The scheduler refused.</exception>
    public Task<ContabyxTask> StartAsync(string name, CancellationToken cancellation) => _register.StartAsync(name, cancellation);

    /// <summary>Lets a task start at its times, or keeps it from that.</summary>
    /// <exception cref="TaskNotFoundException">There is no such task.</exception>
    /// <exception cref="SchedulerException">Its entry is missing, or the scheduler refused.</exception>
    public Task<ContabyxTask> EnableAsync(string name, bool enabled, CancellationToken cancellation) =>
        _register.EnableAsync(name, enabled, cancellation);

    /// <summary>Removes a task and its log.</summary>
    /// <exception cref="TaskNotFoundException">There is no such task.</exception>
    public Task RemoveAsync(string name, CancellationToken cancellation) => _register.RemoveAsync(name, cancellation);

    /// <summary>Texts as a list of PowerShell literals.</summary>
    public static string Literals(IEnumerable<string> texts) => string.Join(", ", texts.Select(TaskScripts.Quote));

    /// <summary>Entries of <c>Notify</c> as PowerShell literals, without secrets.</summary>
    /// <param name="vault">The vault of those that name none; NULL for the default one.</param>
    public static string Literals(IEnumerable<NotificationTarget> targets, string? vault)
    {
        return string.Join(", ", targets.Select(target =>
        {
            var ownVault = vault is null || target.Vault is not null ? []
                : new[] { KeyValuePair.Create("Vault", (IReadOnlyList<string>)[vault]) };
            return $"@{{ {string.Join("; ", target.Entry.Concat(ownVault).Select(pair =>
                $"{TaskScripts.Quote(pair.Key)} = {Literals(pair.Value)}"))} }}";
        }));
    }

    // If the source cannot be asked now, because a vault has its password or it cannot be reached, the pipeline itself
    // will refuse.
    private static async Task RequireBooksAsync(TaskRequest request, CancellationToken cancellation)
    {
        if (!request.GoesOn)
            return;
        try
        {
            var connection = request.EnvFile is not { } file ? request.Connection
                : ConnectionSettings.Connect(EnvironmentFile.Read(file), Path.GetDirectoryName(file)!);
            var books = Addresses.OpenBooks(connection);
            await using (books)
            {
                if (await books.ReadBooksAsync(cancellation).ConfigureAwait(false) is null)
                    throw new NoBooksException(connection.Source);
            }
        }
        catch (ContabyxException e) when (e is not NoBooksException)
        {
            return;
        }
    }

    private static void Check(TaskRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.EnvFile is not { } file)
        {
            if (request.ConnectsItself || Addresses.IsEmbedded(request.Connection))
                return;
            throw new TaskRefusedException(
                "its connection", "is to servers, and the task has no credentials for them.",
                "Give a settings file: -EnvFile config/.env.");
        }

        if (!File.Exists(file))
            throw new TaskRefusedException($"the file '{file}'", "does not exist.", "Give the path of the settings file.");
        if (EnvironmentFile.IsOpenToOthers(file))
        {
            throw new TaskRefusedException(
                $"the file '{file}'", "can be read by other users of this machine.",
                $"Restrict access to it: chmod 600 {TaskScripts.ShellQuote(file)}");
        }
    }
}
