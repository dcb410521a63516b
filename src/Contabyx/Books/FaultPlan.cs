namespace Contabyx;

/// <summary>Which faults are written, and how many.</summary>
/// <param name="Kinds">The kinds; each is as likely as the others.</param>
/// <param name="Rate">The share of rows with a fault, above 0 and up to 1.</param>
public sealed record FaultPlan(FaultKinds Kinds, double Rate)
{
    /// <summary>One row in a thousand.</summary>
    public const double DefaultRate = 0.001;
}
