namespace Contabyx.RedshiftEmulator;

/// <summary>A row of the load errors' views.</summary>
internal sealed record LoadError(
    string File, long Line, TargetColumn? Column, int Position, int Code, string Message, string RawLine, string RawValue);
