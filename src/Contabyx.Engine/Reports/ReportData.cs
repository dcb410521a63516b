using System.Text.Json.Serialization;

namespace Contabyx.Engine.Reports;

/// <summary>What the scripts of a report draw: a value for each month.</summary>
/// <param name="Lang">The language's tag.</param>
/// <param name="Months">The first second of each month, in Unix time.</param>
/// <param name="Income">Inflow.</param>
/// <param name="Expenses">Outflow.</param>
/// <param name="Balance">The balance at the month's end.</param>
/// <param name="Labels">The words in the charts.</param>
internal sealed record ReportData(
    string Lang,
    IReadOnlyList<long> Months,
    IReadOnlyList<decimal> Income,
    IReadOnlyList<decimal> Expenses,
    IReadOnlyList<decimal> Balance,
    IReadOnlyList<decimal> Taxes,
    ReportLabels Labels);

/// <summary>The words in the charts of a report.</summary>
/// <param name="Income">Inflow.</param>
/// <param name="Expenses">Outflow.</param>
/// <param name="Months">The months' short names.</param>
internal sealed record ReportLabels(
    string Month, string Income, string Expenses, string Balance, string Taxes, IReadOnlyList<string> Months);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReportData))]
internal sealed partial class ReportJson : JsonSerializerContext;
