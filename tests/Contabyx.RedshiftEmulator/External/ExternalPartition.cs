namespace Contabyx.RedshiftEmulator;

/// <summary>A registered partition: <c>c-spectrum-external-tables</c>.</summary>
/// <param name="Values">The text of each key.</param>
internal sealed record ExternalPartition(IReadOnlyDictionary<string, string?> Values, string Location);
