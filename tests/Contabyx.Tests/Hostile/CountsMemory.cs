namespace Contabyx.Tests;

/// <summary>Tests that count what this process allocates, so that no other test runs meanwhile.</summary>
[CollectionDefinition(nameof(CountsMemory), DisableParallelization = true)]
public sealed class CountsMemory;
