using System.Globalization;
using System.Text;
using Contabyx.Engine.Connections;
using Contabyx.Engine.Scheduling;
using Contabyx.Engine.Sources;

namespace Contabyx.Engine.Jobs;

/// <summary>Writes a job file: every choice with its reason, and the alternatives as comments.</summary>
/// <param name="connection">What the file connects to.</param>
/// <param name="options">What else it contains.</param>
internal sealed class JobText(ContabyxConnection connection, JobDraftOptions options)
{
    private const int Width = 112;
    private const string Indent = "        ";

    private readonly StringBuilder _text = new();

    /// <summary>The file's text, with line feeds.</summary>
    public string Write(IEnumerable<JobDraftTable> tables)
    {
        Comment("", $"A Contabyx job, written by New-ContabyxJob from {connection.Source}. You can edit this file.");
        var file = Printable.Line(options.FileName);
        Line($"# Check it:    Test-ContabyxJob {file}");
        Line($"# Run it:      Invoke-ContabyxPipeline -Job {file}");
        Line($"# Schedule it: Register-ContabyxTask -Job {file}");
        Line("# All settings are explained in: Get-Help about_Contabyx_Jobs, and about_Contabyx_Notifications");
        Line("@{");
        Setting("Name", options.Name);
        Connect();
        Line();
        Comment(
            "    ", "When the scheduled task runs, in the time zone of this machine. To run on some days only: Days = 'Monday', 'Friday'.");
        Line("    Schedule = @{ At = '02:30' }");
        Line();
        Comment(
            "    ", "Who is told of a failure, of the first good run after it, and of a night that did not run. The URL is in your vault.");
        Line("    # Notify = @{ Webhook = 'secret:NAME'; Kind = 'Slack' }");
        Line();
        Comment(
            "    ", "Defaults for all tables. An entry of Tables can override them. Connections: how many tables are loaded in parallel.");
        Line("    Defaults = @{ Connections = 4 }");
        Line();
        Line("    Tables = @(");
        foreach (var table in tables)
            Add(table);
        Line("    )");
        Line("}");
        return _text.ToString();
    }

    private void Connect()
    {
        Line();
        if (options.EnvFile is { } file)
        {
            Comment("    ", "The connection settings, including passwords. A relative path starts from the folder of this file.");
            Setting("EnvFile", file);
            return;
        }

        Comment(
            "    ", "Where to connect. Do not write passwords here: name a settings file (EnvFile = 'config/.env') or secrets of a vault.");
        Setting("Source", connection.Source);
        Setting("Bucket", connection.Bucket);
        Setting("Warehouse", connection.Warehouse);
        if (Addresses.IsRemote(connection.Warehouse))
            Setting("Schema", connection.WarehouseSettings.Schema);
        if (connection.WarehouseSettings.IamRole != WarehouseSettings.DefaultRole)
            Setting("IamRole", connection.WarehouseSettings.IamRole);
        Setting("Region", connection.BucketSettings.Region);
        Setting("Endpoint", connection.BucketSettings.Endpoint);
        Setting("Profile", connection.BucketSettings.Profile);
        if (Addresses.IsEmbedded(connection))
            return;
        Line("    # SourceSecret    = 'the name of a secret'");
        Line("    # WarehouseSecret = 'the name of a secret'");
    }

    private void Add(JobDraftTable table)
    {
        var facts = table.Facts;
        var name = facts.Schema.Name;
        Line();
        Comment(Indent, $"{name}: {SizeOf(facts)}. {KeyOf(facts)}");
        if (table.Problems.Count > 0)
        {
            Comment(Indent, $"The warehouse cannot store this table: {string.Join("; ", table.Problems)}.");
            Comment(Indent, $"@{{ Table = {Literal(Escape(name))} }}");
            return;
        }

        Comment(Indent, $"{table.Advice.Mode}: {table.Advice.Reason}");
        var isView = facts.Kind == SourceTableKind.View;
        var before = isView ? Indent + "# " : Indent;
        Line(before + "@{");
        Line($"{before}    Table            = {Literal(Escape(name))}");
        if (table.Refused.Count > 0)
        {
            foreach (var column in facts.Schema.Columns.Where(column => column.Refusal is not null))
                Comment(before + "    ", $"{column.Name} cannot be read: it {column.Refusal}.");
            Line($"{before}    ExcludeColumns   = {string.Join(", ", table.Refused.Select(column => Literal(Escape(column))))}");
        }

        Read(table, before + "    ");
        Masks(table, before + "    ");
        Line(before + "}");
    }

    private void Read(JobDraftTable table, string before)
    {
        Line($"{before}Read             = '{table.Advice.Mode}'");
        if (table.Advice.Watermark is { } watermark)
        {
            Line($"{before}Watermark        = {Literal(watermark)}");
            Comment(before, "Every seventh run compares all rows, which finds deleted rows and rows that arrived late.");
            Line($"{before}DifferencesEvery = 7");
        }

        var others =
            table.Advice.Watermarks.Where(candidate => candidate.Column != table.Advice.Watermark && table.Facts.Schema.Key.Count > 0);
        foreach (var candidate in others.Take(2))
            Comment(
                before, $"{(table.Advice.Watermark is null ? "A" : "Another")} watermark could be {candidate.Column}. {candidate.Reason}");
    }

    private void Masks(JobDraftTable table, string before)
    {
        if (table.Advice.PersonalData.Count == 0)
            return;
        Comment(before, "These columns look like personal data. Remove the # to mask them.");
        Line($"{before}# Mask = @{{");
        foreach (var column in table.Advice.PersonalData)
            Comment(before, $"    {Name(column.Column)} = '{column.Mask}'  # {column.Reason}", wraps: false);
        Line($"{before}# }}");
    }

    private static string SizeOf(TableFacts facts)
    {
        if (facts.Kind == SourceTableKind.View)
            return "a view";
        var rows = facts.Rows is { } count
            ? string.Create(CultureInfo.InvariantCulture,
                $"{(facts.RowsAreExact ? "" : "about ")}{count:N0} {(count == 1 ? "row" : "rows")}") : "an unknown number of rows";
        return facts.Bytes is { } bytes and >= 1_000_000
            ? string.Create(CultureInfo.InvariantCulture, $"{rows}, {bytes / 1e6:N0} MB") : rows;
    }

    private static string KeyOf(TableFacts facts) =>
        facts.Schema.Key.Count == 0 ? "It has no key." : $"Key: {string.Join(", ", facts.Schema.Key)}.";

    private void Setting(string name, string? value)
    {
        if (value is not null)
            Line($"    {name,-9} = {Literal(value)}");
    }

    private void Line(string text = "") => _text.Append(text).Append('\n');

    // A name that contains a line break must not end the comment.
    private void Comment(string before, string text, bool wraps = true)
    {
        var line = new StringBuilder();
        foreach (var word in Printable.Line(text).Split(' '))
        {
            if (wraps && line.Length > 0 && before.Length + line.Length + word.Length + 3 > Width)
            {
                Line($"{before}# {line}");
                line.Clear();
            }

            line.Append(line.Length > 0 || word.Length == 0 ? " " : "").Append(word);
        }

        Line($"{before}# {line}");
    }

    private static string Literal(string text) => TaskScripts.Quote(text);

    private static string Name(string column) =>
        column.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(column[0]) ? column : Literal(column);

    // These characters are wildcards in a job file, but here they are part of the name.
    private static string Escape(string name) =>
        string.Concat(name.Select(c => c is '*' or '?' or '[' or ']' or '`' ? $"`{c}" : $"{c}"));
}
