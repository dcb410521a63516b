using System.Globalization;

namespace Contabyx.Engine.Load;

/// <summary>Collects the steps of a plan, in order.</summary>
/// <param name="first">The number of the first one.</param>
internal sealed class LoadPlan(int first)
{
    private readonly List<ContabyxPlanStep> _steps = [];

    public IReadOnlyList<ContabyxPlanStep> Steps => _steps;

    /// <param name="table">The table; NULL for none.</param>
    public void AddStatements(string run, string? table, IEnumerable<string> statements)
    {
        foreach (var statement in statements)
            Add(run, table, PlanStepKind.Statement, statement);
    }

    /// <summary>Adds the move of an object.</summary>
    /// <param name="table">The table; NULL for none.</param>
    /// <param name="from">Its URI.</param>
    /// <param name="to">Its URI afterwards.</param>
    public void AddMove(string run, string? table, string from, string to) => _steps.Add(
        Step(run, table, PlanStepKind.Move, $"MOVE {from} TO {to}") with { From = from, To = to });

    /// <summary>Adds a remark for the reader.</summary>
    /// <param name="table">The table; NULL for none.</param>
    public void AddRemark(string run, string? table, string text) => Add(run, table, PlanStepKind.Remark, text);

    /// <summary>What the totals query of a table must return, in its order, each figure with its name.</summary>
    /// <param name="totals">The control totals.</param>
    public static PlanTable Figures(TableTotals totals)
    {
        var table = new PlanTable("Total", ">Values", ">Sum")
            .Add("all rows", Text(totals.Rows), "")
            .Add("smallest key", Text(totals.FirstKey), "")
            .Add("largest key", Text(totals.LastKey), "")
            .Add("fingerprint", "", totals.Fingerprint ?? "NULL");
        foreach (var column in totals.Columns)
            table.Add(column.Column, Text(column.NonNull), column.Sum ?? "");
        return table;
    }

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "NULL";

    private void Add(string run, string? table, PlanStepKind kind, string text) => _steps.Add(Step(run, table, kind, text));

    private ContabyxPlanStep Step(string run, string? table, PlanStepKind kind, string text) =>
        new(first + _steps.Count, run, table, kind, text);
}
