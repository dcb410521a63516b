namespace Contabyx.RedshiftEmulator;

/// <summary>The load has as many errors as it may not have.</summary>
internal sealed class TooManyLoadErrorsException() : Exception("The load has too many errors.");
