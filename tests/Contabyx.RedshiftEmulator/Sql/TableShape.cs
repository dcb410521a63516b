using System.Text.Json;

namespace Contabyx.RedshiftEmulator;

/// <summary>What a new table has beyond what PostgreSQL knows: distribution, sorting, encodings, lengths and keys.</summary>
internal sealed class TableShape
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _lengths = [];
    private string? _distributedBy;

    public string? Parent { get; set; }

    public string? Style { get; set; }

    public List<string> SortKeys { get; } = [];

    public Dictionary<string, string> Encodings { get; } = [];

    public List<TableKey> Keys { get; } = [];

    public void Add(string column, ColumnType type)
    {
        _names.Add(column);
        if (type.Family == TypeFamily.Varbyte)
            _lengths[column] = type.Bytes;
    }

    public void Distribute(string column) => _distributedBy = _distributedBy is null
        ? column
        : throw new RedshiftException("42P16", "multiple distkey columns specified");

    /// <summary>The same for a table that a query made: its columns get their limits in bytes.</summary>
    public string DescribeSelected(string table) =>
        $"SELECT redshift_emulator.describe_selected({Quoted.Text(table)}, {Quoted.Text(ToJson())})";

    /// <summary>Checks what CREATE TABLE checks.</summary>
    public void Check()
    {
        if (_distributedBy is not null && Style is not (null or "key"))
            throw new RedshiftException("42601", $"DISTSTYLE {Style.ToUpperInvariant()} cannot have a DISTKEY");
        if (Style == "key" && _distributedBy is null)
            throw new RedshiftException("42601", "DISTSTYLE KEY requires a DISTKEY column");
        if (Keys.Count(key => key.Kind == 'p') > 1)
            throw new RedshiftException("42P16", "multiple primary keys for a table are not allowed");
        if (_names.Count > 1600)
            throw new RedshiftException("54011", "tables can have at most 1600 columns");
        var used = SortKeys.Concat(Keys.SelectMany(key => key.Columns)).Append(_distributedBy ?? _names.FirstOrDefault());
        foreach (var column in used.Where(column => Parent is null && column is not null && !_names.Contains(column)))
            throw new RedshiftException("42703", $"column \"{column}\" named in key does not exist");
    }

    /// <summary>The statement that writes it down; nothing happens where the table was there before.</summary>
    public string Describe(string table, bool mayExist) =>
        $"SELECT redshift_emulator.describe_table({Quoted.Text(table)}, {Quoted.Text(ToJson())}, {mayExist})";

    /// <summary>Columns, keys and layout, as the functions of the schema read them.</summary>
    public string ToJson() => JsonSerializer.Serialize(new
    {
        style = Style ?? (_distributedBy is null ? "auto" : "key"),
        distkey = _distributedBy,
        sortkeys = SortKeys,
        encodings = Encodings,
        lengths = _lengths,
        parent = Parent,
        keys = Keys.Select(key => new { name = key.Name, kind = key.Kind.ToString(), columns = key.Columns, table = key.Table }),
    });
}
