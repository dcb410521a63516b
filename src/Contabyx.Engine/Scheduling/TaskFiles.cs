using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Contabyx.Engine.Scheduling;

/// <summary>
/// The files of one task, in a folder that only its user can read: its description, its scripts, their output,
/// and the times when its runs began and ended.
/// </summary>
/// <param name="root">The folder of all tasks.</param>
internal sealed partial class TaskFiles(string root, string name)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The folder of all tasks of this user.</summary>
    public static string DefaultRoot => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "Contabyx",
        "tasks");

    public string Name { get; } = Fits().IsMatch(name) ? name : throw new TaskRefusedException(
        $"the name '{name}'",
        "is not a valid task name.",
        "Use up to 40 letters, digits, hyphens and underscores, such as nightly-books.");

    public string Folder => Path.Combine(root, Name);

    /// <summary>What it does, in PowerShell.</summary>
    public string Script => Path.Combine(Folder, "run.ps1");

    /// <summary>What cron and systemd start.</summary>
    public string Starter => Path.Combine(Folder, "run.sh");

    /// <summary>What the Task Scheduler of Windows starts.</summary>
    public string WindowsStarter => Path.Combine(Folder, "start.ps1");

    /// <summary>What its runs wrote.</summary>
    public string Log => Path.Combine(Folder, "output.log");

    /// <summary>When its runs began and ended: one JSON object per line.</summary>
    public string Runs => Path.Combine(Folder, "runs.jsonl");

    /// <summary>Whether there is such a task.</summary>
    public bool Exist => File.Exists(Description);

    private string Description => Path.Combine(Folder, "task.json");

    /// <summary>The names of all tasks.</summary>
    /// <param name="root">The folder of all tasks.</param>
    public static IEnumerable<string> Names(string root) => !Directory.Exists(root) ? []
        : Directory.EnumerateDirectories(root)
            .Where(folder => File.Exists(Path.Combine(folder, "task.json")))
            .Select(folder => Path.GetFileName(folder)).Where(folder => Fits().IsMatch(folder))
            .Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes the task's files; its earlier output is kept.</summary>
    /// <param name="scripts">The text of each script, by its path.</param>
    public void Write(TaskDescription description, IReadOnlyDictionary<string, string> scripts)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Folder);
        else
            Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var (path, text) in scripts)
            File.WriteAllText(path, text, Utf8);
        File.WriteAllText(Description, JsonSerializer.Serialize(description, TaskJson.Default.TaskDescription) + "\n", Utf8);
    }

    public TaskDescription Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Description), TaskJson.Default.TaskDescription)
                ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw new DamagedFileException(Description, $"it is not a valid task file: {e.Message}", e);
        }
    }

    /// <summary>The last run; NULL when there was none. Other lines are ignored.</summary>
    public TaskRun? ReadLastRun()
    {
        TaskRun? last = null;
        foreach (var line in File.Exists(Runs) ? File.ReadLines(Runs) : [])
        {
            if (Parse(line) is not { } mark)
                continue;
            if (mark.Started is { } started)
                last = new TaskRun(started, mark.Pid ?? 0, null, null);
            else if (last is not null)
                last = last with { Ended = mark.Ended, ExitCode = mark.ExitCode };
        }

        return last;
    }

    /// <summary>Deletes all files.</summary>
    public void Delete()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    private static TaskMark? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, TaskJson.Default.TaskMark);
        }
        catch (JsonException)
        {
            return null; // A run that was killed while it wrote.
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,39}\z")]
    private static partial Regex Fits();
}
