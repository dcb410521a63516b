namespace Contabyx.Engine.Files;

/// <summary>What the name of a loose file says.</summary>
/// <param name="Table">The table it is for, as the file spells it.</param>
/// <param name="Format">How its rows are written.</param>
/// <param name="Compression">How it is compressed.</param>
internal readonly record struct LooseFileName(string Table, FileFormat Format, FileCompression Compression);
