namespace Contabyx.Engine.Jobs;

/// <summary>The defaults for the tables of a job or of a database.</summary>
internal sealed record JobDefaults
{
    public ReadMode? Read { get; init; }

    public string? Watermark { get; init; }

    public string? Lookback { get; init; }

    public DeletedRows? Deletes { get; init; }

    public string? DeletedAtColumn { get; init; }

    public int? DifferencesEvery { get; init; }

    public IReadOnlyList<string> ExcludedColumns { get; init; } = [];

    public IReadOnlyDictionary<string, MaskKind> Masks { get; init; } = new Dictionary<string, MaskKind>();

    public IReadOnlyList<string> GrantSelectTo { get; init; } = [];

    /// <summary>Reads a section; settings that it leaves out keep their values.</summary>
    public JobDefaults With(JobSection section) => new()
    {
        Read = section.Choice<ReadMode>(JobNames.Read) ?? Read,
        Watermark = section.Text(JobNames.Watermark) ?? Watermark,
        Lookback = JobTableReader.LookbackOf(section) ?? Lookback,
        Deletes = section.Choice<DeletedRows>(JobNames.Deletes) ?? Deletes,
        DeletedAtColumn = section.Text(JobNames.DeletedAtColumn) ?? DeletedAtColumn,
        DifferencesEvery = section.Number(JobNames.DifferencesEvery, 1, 10_000) ?? DifferencesEvery,
        ExcludedColumns = section.Has(JobNames.ExcludeColumns) ? section.Texts(JobNames.ExcludeColumns) : ExcludedColumns,
        Masks = section.Has(JobNames.Mask) ? section.ChoicePairs<MaskKind>(JobNames.Mask) : Masks,
        GrantSelectTo = section.Has(JobNames.GrantSelectTo) ? JobTableReader.GranteesOf(section) : GrantSelectTo,
    };
}
