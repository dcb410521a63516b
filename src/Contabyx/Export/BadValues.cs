namespace Contabyx;

/// <summary>How to handle values that the warehouse would refuse.</summary>
public enum BadValues
{
    /// <summary>The export refuses the first one and names it. The default.</summary>
    Refuse,

    /// <summary>
    /// They are sent as they are, and the warehouse decides: texts get the types of its table, and only the
    /// number of rows can be proven.
    /// </summary>
    Send,
}
