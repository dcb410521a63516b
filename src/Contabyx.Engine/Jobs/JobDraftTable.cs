using Contabyx.Engine.Reading;
using Contabyx.Engine.Sources;

namespace Contabyx.Engine.Jobs;

/// <summary>A table as a new job file has it.</summary>
/// <param name="Facts">What the source tells of it.</param>
/// <param name="Advice">How it could be read.</param>
/// <param name="Refused">Its columns whose values cannot travel.</param>
/// <param name="Problems">Why the warehouse can have no such table; empty, as nearly always, when it can.</param>
internal sealed record JobDraftTable(
    TableFacts Facts, TableAdvice Advice, IReadOnlyList<string> Refused, IReadOnlyList<string> Problems);
