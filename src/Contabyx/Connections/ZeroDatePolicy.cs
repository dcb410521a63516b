namespace Contabyx;

/// <summary>
/// How to handle dates such as <c>0000-00-00</c> and <c>2020-00-10</c>, which MySQL stores in some SQL modes, and
/// which are not in the calendar.
/// </summary>
public enum ZeroDatePolicy
{
    /// <summary>The table is refused, with the row's key and the column named.</summary>
    Error,

    /// <summary>It becomes NULL, if the column may be NULL.</summary>
    Null,

    /// <summary>It becomes <c>0001-01-01</c>, the first day that warehouses and files can hold.</summary>
    Sentinel,
}
