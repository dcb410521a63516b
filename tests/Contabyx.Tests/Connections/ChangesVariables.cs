namespace Contabyx.Tests;

/// <summary>Tests that change variables of this process, so that no other test runs meanwhile.</summary>
[CollectionDefinition(nameof(ChangesVariables), DisableParallelization = true)]
public sealed class ChangesVariables;
