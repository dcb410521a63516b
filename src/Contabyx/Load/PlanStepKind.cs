namespace Contabyx;

public enum PlanStepKind
{
    /// <summary>A statement for the warehouse.</summary>
    Statement,

    /// <summary>The move of an object in the bucket.</summary>
    Move,

    /// <summary>A remark for the reader.</summary>
    Remark,
}
