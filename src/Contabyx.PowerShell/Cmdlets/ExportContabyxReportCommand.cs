using System.Globalization;
using System.Management.Automation;
using Contabyx.Engine.Reports;

namespace Contabyx.PowerShell;

/// <summary>Writes a report on the loads, and on the books if there are any, as one page of HTML.</summary>
[Cmdlet(VerbsData.Export, "ContabyxReport", SupportsShouldProcess = true)]
[OutputType(typeof(ContabyxReport))]
public sealed class ExportContabyxReportCommand : ConnectedCommand
{
    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The file to write, such as report.html.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter(HelpMessage = "The language, En or Pt; by default, the language of this session.")]
    public ReportLanguage? Language { get; set; }

    [Parameter(HelpMessage = "Whose report it is; the page's title.")]
    [ValidateNotNullOrEmpty]
    public string? Company { get; set; }

    [Parameter(HelpMessage = "The currency of the books, three letters; BRL by default.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CurrencyCompleter))]
    public string Currency { get; set; } = "BRL";

    /// <summary>Whether to replace a file.</summary>
    [Parameter(HelpMessage = "Replace an existing file.")]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(PipelineWriter pipeline, CancellationToken cancellation)
    {
        var path = await pipeline.ResolvePathAsync(Path).ConfigureAwait(false);
        if (File.Exists(path) && !Force)
            throw new AddressException(path, "the file already exists.", "Choose another -Path, or replace the file with -Force.");
        if (Currency.Length != 3 || !Currency.All(char.IsAsciiLetter))
            throw new InputException(Currency, "it is not a currency.", "Give its three letters, such as BRL, EUR or USD.");
        if (!await pipeline.ShouldProcessAsync(path, $"Write a report on {CurrentOrGiven.Warehouse}").ConfigureAwait(false))
            return;
        var own = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "pt" ? ReportLanguage.Pt : ReportLanguage.En;
        var options = new ReportOptions(Language ?? own) { Company = Company, Currency = Currency.ToUpperInvariant() };
        var report = await new DataReport(CurrentOrGiven, options).WriteAsync(path, cancellation).ConfigureAwait(false);
        await pipeline.WriteObjectAsync(report).ConfigureAwait(false);
    }
}
