namespace Contabyx.Engine.Load;

/// <summary>How the first record of a CSV file relates to the columns of its table.</summary>
internal enum HeaderKind
{
    /// <summary>It is a row: it does not name the columns.</summary>
    Row,

    /// <summary>It names the columns in their order.</summary>
    Header,

    /// <summary>It names the columns in another order.</summary>
    Reordered,
}
