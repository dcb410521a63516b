namespace Contabyx.Engine.Pipeline;

/// <summary>Adds to each report of a later step how many rows the first step was asked for.</summary>
/// <param name="progress">Receives the reports.</param>
internal sealed class PlannedProgress(PipelineState state, IProgress<ItemProgress> progress) : IProgress<ItemProgress>
{
    /// <inheritdoc/>
    public void Report(ItemProgress value) => progress.Report(value with { PlannedRows = state.PlannedRows });
}
