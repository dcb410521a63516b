namespace Contabyx.Engine.Files.Parts;

/// <summary>One file that a table writer wrote.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Bytes">Its size in bytes.</param>
/// <param name="Sha256">Its SHA-256, as 64 lower-case hexadecimal digits.</param>
internal sealed record WrittenPart(string Path, long Rows, long Bytes, string Sha256);
