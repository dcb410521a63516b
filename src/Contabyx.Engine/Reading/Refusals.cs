namespace Contabyx.Engine.Reading;

/// <summary>The refusals of what a user asked for: each names the table, the column and the solution.</summary>
/// <param name="table">The table's name, or that of its query.</param>
/// <param name="columns">The columns that it has.</param>
internal sealed class Refusals(string table, IEnumerable<string> columns)
{
    private readonly string _columns = string.Join(", ", columns);

    public TableRefusedException Unknown(string parameter, string column) => Of(
        $"{parameter} names the column {column}, which it does not have.", $"Its columns are {_columns}.");

    public TableRefusedException NoColumns() => Of(
        "no column is left to read.", $"Choose columns with -Column, or leave out fewer with -ExcludeColumn. Its columns are {_columns}.");

    public TableRefusedException LeftOut(string parameter, string column, string why) => Of(
        $"{parameter} names the column {column}, which is left out. {why}",
        $"Include {column} (-Column, -ExcludeColumn), or remove it from {parameter}.");

    public TableRefusedException NameTaken(string column, string name) => Of(
        $"-Rename gives the column {column} the name {name}, which another column already has.",
        $"Choose another name for {column}, or rename or leave out the other one.");

    public TableRefusedException NoName(string column) => Of(
        $"-Rename gives the column {column} an empty name.", $"Give a name: -Rename @{{ {column} = 'NAME' }}.");

    public TableRefusedException TwoMasks(string column, MaskKind one, MaskKind other) => Of(
        $"-Mask has {one} and {other} for its column {column}.", $"Give one mask to {column} by its exact name, which comes first.");

    public TableRefusedException MaskedKey(string column, MaskKind mask) => Of(
        $"its column {column} is part of the key, and with the mask {mask} it can no longer identify rows.",
        $"Mask {column} with Hash, which keeps different values different, or choose another key with -Key.");

    public TableRefusedException NotSuper(string column, string reason) => Of(
        $"-AsSuper names the column {column}, which {reason}.", $"Remove {column} from -AsSuper.");

    public TableRefusedException NoMaskKey(string column) => Of(
        $"the mask Hash of its column {column} needs a secret key, and none is set.",
        $"Set {Connections.Settings.SettingNames.MaskKey} to a long random text, in the settings file or as an environment variable, "
        + "or give -MaskKey to Connect-Contabyx. Keep it: another key gives other hashes.");

    public TableRefusedException MaskedWatermark(string column) => Of(
        $"its watermark {column} is masked, and masked values do not grow.",
            $"Remove the mask from {column}, or use another column as the watermark.");

    public TableRefusedException Of(string reason, string advice) => new(table, reason, advice);
}
