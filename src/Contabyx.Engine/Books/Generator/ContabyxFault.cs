namespace Contabyx.Engine.Books.Generator;

/// <summary>One line of the answer key: an intentional fault.</summary>
/// <param name="Key">The row's key.</param>
/// <param name="Kind">What is wrong, or odd, with it.</param>
/// <param name="Refused">Whether a table with the types of <c>sql/legacy-entries.sql</c> refuses it.</param>
/// <param name="Hex">Its UTF-8 bytes, in lower-case hexadecimal digits.</param>
/// <param name="Length">How many bytes these are.</param>
public sealed record ContabyxFault(
    string Table, long Key, string Column, FaultKinds Kind, bool Refused, string Value, string Hex, int Length);
