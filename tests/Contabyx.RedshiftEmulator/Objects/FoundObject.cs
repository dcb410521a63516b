namespace Contabyx.RedshiftEmulator;

/// <summary>An object of a listing.</summary>
/// <param name="Tag">Changes with its content.</param>
internal sealed record FoundObject(string Key, long Bytes, string Tag);
