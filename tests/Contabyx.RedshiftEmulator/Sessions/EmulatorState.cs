namespace Contabyx.RedshiftEmulator;

/// <summary>What all sessions share.</summary>
internal sealed record EmulatorState(
    EmulatorOptions Options, FaultPlan Faults, StatementLog Statements, LoadJournal Journal, ObjectStore Store,
    ExternalCatalog Catalog, LateNames Names);
