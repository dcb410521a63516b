namespace Contabyx;

/// <summary>What becomes of values that the warehouse would refuse.</summary>
public enum BadValues
{
    /// <summary>The export refuses the first, by name. The default.</summary>
    Refuse,

    /// <summary>
    /// They are sent as they are, for the warehouse to judge: texts take the types that its table has, and only the
    /// number of rows can be proven.
    /// </summary>
    Send,
}
