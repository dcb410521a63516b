namespace Contabyx.RedshiftEmulator;

/// <summary>A fault breaks the client's connection here.</summary>
internal sealed class DroppedConnectionException() : Exception("The connection is dropped on purpose.");
