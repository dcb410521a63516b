namespace Contabyx.Engine.Load;

/// <summary>What was found by reading a loose file once, from its beginning to its end.</summary>
/// <param name="Sha256">The SHA-256 of its bytes.</param>
/// <param name="HasHeader">Whether its first record names the table's columns.</param>
/// <param name="Rows">Rows in it, without the header.</param>
internal sealed record HashedCount(string Sha256, bool HasHeader, long Rows);
