namespace Contabyx.ServerTests;

/// <summary>Tests that use or change settings of the whole MySQL server; one at a time.</summary>
[CollectionDefinition(nameof(GlobalSettings))]
public sealed class GlobalSettings;
