using System.Collections;
using System.Management.Automation;

namespace Contabyx.PowerShell;

/// <summary>A cmdlet that reads tables of the source, and lets the user choose rows, columns, names and masks.</summary>
public abstract class SelectingCommand : ConnectedCommand
{
    private protected const string TableSet = "Table";
    private protected const string QuerySet = "Query";

    /// <summary>Tables that are left out.</summary>
    [Parameter(ParameterSetName = TableSet, HelpMessage = "Tables to leave out although they match -Table; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[] ExcludeTable { get; set; } = [];

    /// <summary>A query.</summary>
    [Parameter(ParameterSetName = QuerySet, Mandatory = true,
        HelpMessage = "A SELECT in the SQL of the source, instead of a table; name it with -As.")]
    [ValidateNotNullOrEmpty]
    public string? Query { get; set; }

    /// <summary>The name in the warehouse.</summary>
    [Parameter(ParameterSetName = TableSet, HelpMessage = "The table's name in the warehouse; by default, the same as in the source.")]
    [Parameter(ParameterSetName = QuerySet, Mandatory = true, HelpMessage = "The name of the query's table in the warehouse.")]
    [ValidateNotNullOrEmpty]
    public string? As { get; set; }

    /// <summary>The key.</summary>
    [Parameter(ParameterSetName = TableSet, HelpMessage = "The columns of the key, for a view, or instead of the table's own key.")]
    [Parameter(ParameterSetName = QuerySet, HelpMessage = "The columns that identify the rows of the query; by default, it has no key.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string[] Key { get; set; } = [];

    /// <summary>Columns that are read.</summary>
    [Parameter(ParameterSetName = TableSet, HelpMessage = "The columns to read; wildcards are allowed. By default, all of them.")]
    [Parameter(ParameterSetName = QuerySet, HelpMessage = "The columns to read; wildcards are allowed. By default, all of them.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string[] Column { get; set; } = [];

    /// <summary>Columns that are left out.</summary>
    [Parameter(ParameterSetName = TableSet, HelpMessage = "Columns to leave out; wildcards are allowed.")]
    [Parameter(ParameterSetName = QuerySet, HelpMessage = "Columns to leave out; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string[] ExcludeColumn { get; set; } = [];

    /// <summary>Rows that are read.</summary>
    [Parameter(ParameterSetName = TableSet,
        HelpMessage = "Which rows to read: a condition in the SQL of the source, such as 'deleted = 0'.")]
    [Parameter(ParameterSetName = QuerySet, HelpMessage = "Which rows of the query to read: a condition in the SQL of the source.")]
    [ValidateNotNullOrEmpty]
    public string? Where { get; set; }

    /// <summary>New names.</summary>
    [Parameter(ParameterSetName = TableSet, HelpMessage = "New names for columns in the warehouse: @{ old = 'new' }.")]
    [Parameter(ParameterSetName = QuerySet, HelpMessage = "New names for columns in the warehouse: @{ old = 'new' }.")]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(RenameCompleter))]
    public IDictionary? Rename { get; set; }

    /// <summary>Masks.</summary>
    [Parameter(ParameterSetName = TableSet,
        HelpMessage = "Masks for columns (Hash, Last4, Null or Redact): @{ email = 'Hash' }; wildcards are allowed.")]
    [Parameter(ParameterSetName = QuerySet,
        HelpMessage = "Masks for columns (Hash, Last4, Null or Redact): @{ email = 'Hash' }; wildcards are allowed.")]
    [MaskTable]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(MaskCompleter))]
    public IDictionary? Mask { get; set; }

    /// <summary>Columns that are parsed.</summary>
    [Parameter(ParameterSetName = TableSet,
        HelpMessage = "Columns with JSON text to store as parsed values (SUPER); wildcards are allowed.")]
    [Parameter(ParameterSetName = QuerySet,
        HelpMessage = "Columns with JSON text to store as parsed values (SUPER); wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string[] AsSuper { get; set; } = [];

    /// <summary>What the parameters ask for.</summary>
    /// <param name="tables">The patterns of the tables; empty if <see cref="Query"/> is given.</param>
    private protected SelectionRequest Requested(IEnumerable<string> tables)
    {
        var each = new TableSelection
        {
            Query = Query,
            As = As,
            Key = Key,
            Columns = Column,
            ExcludedColumns = ExcludeColumn,
            SuperColumns = AsSuper,
            Where = Where,
            Renames = Pairs(Rename).ToDictionary(pair => pair.Name, pair => $"{pair.Value}", StringComparer.OrdinalIgnoreCase),
            Masks = Pairs(Mask).ToDictionary(pair => pair.Name, pair => (MaskKind)pair.Value!, StringComparer.OrdinalIgnoreCase),
        };
        each = Complete(each);
        return Query is not null ? new SelectionRequest { Others = [each] } : new SelectionRequest
        {
            Tables = [.. tables.Select(Pattern)], ExcludedTables = [.. ExcludeTable.Select(Pattern)], Each = each,
        };
    }

    /// <summary>Adds what else is asked of each table.</summary>
    private protected virtual TableSelection Complete(TableSelection each) => each;

    private static TablePattern Pattern(string text) => new(text, NamePattern.Of(text));

    private static IEnumerable<(string Name, object? Value)> Pairs(IDictionary? pairs) =>
        pairs is null ? [] : pairs.Keys.Cast<object>().Select(key => ($"{key}", Bare(pairs[key])));

    private protected static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
