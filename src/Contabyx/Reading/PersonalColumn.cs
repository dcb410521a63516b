namespace Contabyx;

/// <summary>A column that seems to hold personal data. Only its name was checked, never a value.</summary>
/// <param name="Column">Its name in the source.</param>
/// <param name="Mask">A mask that would suit it.</param>
/// <param name="Reason">Why it seems so, in words.</param>
public sealed record PersonalColumn(string Column, MaskKind Mask, string Reason)
{
    /// <summary>The column's name, which is all that fits into a table.</summary>
    public override string ToString() => Column;
}
