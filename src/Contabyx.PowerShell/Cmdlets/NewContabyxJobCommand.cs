using System.Management.Automation;
using System.Text;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Connections.Settings;
using Contabyx.Engine.Jobs;

namespace Contabyx.PowerShell;

/// <summary>Writes a job file from the tables of the source, each choice with its reason.</summary>
[Cmdlet(VerbsCommon.New, "ContabyxJob", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class NewContabyxJobCommand : ConnectedCommand
{
    /// <summary>The new file.</summary>
    [Parameter(Position = 0, HelpMessage = "The path of the new job file; by default, contabyx.job.psd1 in this folder.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(JobFileCompleter))]
    public string Path { get; set; } = "contabyx.job.psd1";

    [Parameter(HelpMessage = "The tables and views to include; wildcards are allowed. By default, all of them.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[] Table { get; set; } = [];

    /// <summary>The settings.</summary>
    [Parameter(HelpMessage = "The settings file that the job connects with, such as config/.env. "
        + "By default, the job file gets the addresses of this session's connection.")]
    [ValidateNotNullOrEmpty]
    public string? EnvFile { get; set; }

    /// <summary>The job's name.</summary>
    [Parameter(HelpMessage = "The name of the job and of its scheduled task: letters, "
        + "digits, hyphens and underscores. By default, the name of the file.")]
    [ValidatePattern("^[A-Za-z0-9_-]{1,40}$")]
    public string? Name { get; set; }

    /// <summary>Whether it replaces an existing file.</summary>
    [Parameter(HelpMessage = "Overwrite an existing file.")]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override bool MayConnectItself => EnvFile is not null;

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var path = await pipeline.ResolvePathAsync(Path).ConfigureAwait(false);
        if (System.IO.Path.Exists(path) && !Force)
            throw new InputException(path, "the file already exists.", "Choose another path, or overwrite the file with -Force.");
        var folder = System.IO.Path.GetDirectoryName(path)!;
        var settings = EnvFile is null ? null : await pipeline.ResolvePathAsync(EnvFile).ConfigureAwait(false);
        var connection = settings is null ? RequireSession() : Connect(settings, folder);
        var draft = new JobDraft(connection, Options(path, folder, settings), pipeline.Notes);
        var text = await draft.WriteAsync(cancellation).ConfigureAwait(false);
        if (!await pipeline.ShouldProcessAsync(path, $"Write:\n{text}").ConfigureAwait(false))
            return;
        await File.WriteAllTextAsync(path, text, new UTF8Encoding(false), cancellation).ConfigureAwait(false);
        await pipeline.WriteObjectAsync(new FileInfo(path)).ConfigureAwait(false);
    }

    // In the same way as the job itself connects.
    private static ContabyxConnection Connect(string file, string folder)
    {
        var settings = new Dictionary<string, string>(ConnectionSettings.Environment, StringComparer.Ordinal);
        foreach (var (name, value) in EnvironmentFile.Read(file))
            settings[name] = value;
        return ConnectionSettings.Connect(settings, folder);
    }

    private JobDraftOptions Options(string path, string folder, string? settings)
    {
        var usual = System.IO.Path.GetFileName(path).Split('.')[0];
        return new JobDraftOptions
        {
            FileName = System.IO.Path.GetFileName(path),
            Name = Name ?? new string([.. usual.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-')]),
            EnvFile = settings is null ? null : System.IO.Path.GetRelativePath(folder, settings).Replace('\\', '/'),
            Tables = [.. Table.Select(pattern => new TablePattern(pattern, NamePattern.Of(pattern)))],
        };
    }
}
