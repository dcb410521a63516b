using System.Text.Json.Serialization;

namespace Contabyx.Engine.Reports;

/// <summary>What the scripts of a report draw.</summary>
/// <param name="Lang">The language's tag.</param>
/// <param name="MonthNames">The months' short names.</param>
/// <param name="Units">The words for a day, a month and a year.</param>
/// <param name="Days">The loads by day.</param>
/// <param name="Months">The books by month; NULL if there are none.</param>
/// <param name="Years">The books by year, for narrow windows; NULL likewise.</param>
internal sealed record ReportData(
    string Lang, IReadOnlyList<string> MonthNames, IReadOnlyList<string> Units, ChartData Days, ChartData? Months, ChartData? Years);

/// <summary>A chart's values, one for each time.</summary>
/// <param name="Times">The first second of each day, month or year, in Unix time.</param>
/// <param name="Series">The lines or bars.</param>
internal sealed record ChartData(IReadOnlyList<long> Times, IReadOnlyList<ChartSeries> Series);

/// <summary>One line or one kind of bars.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Color">The name of its colour.</param>
internal sealed record ChartSeries(string Label, string Color, IReadOnlyList<decimal> Values);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReportData))]
internal sealed partial class ReportJson : JsonSerializerContext;
