namespace Contabyx.RedshiftEmulator;

/// <summary>Takes the rows of a COPY, and the errors.</summary>
internal sealed class CopySink(CopyCommand command, CopyTarget target, LoadReport report, MessageStream? backend)
{
    private const int SendSize = 1 << 16;
    private readonly RowBuffer _rows = new();
    private FieldConverter[]? _converters;

    public IReadOnlyList<TargetColumn> Columns => target.Columns;

    public CopyCommand Command => command;

    public RowBuffer Rows => _rows;

    public LoadReport Report => report;

    public FieldConverter[] Converters =>
        _converters ??= [.. target.Columns.Select(column => new FieldConverter(command, column, _rows))];

    /// <summary>The row is complete.</summary>
    public void EndRow()
    {
        _rows.Add((byte)'\n');
        report.Rows++;
    }

    /// <summary>
    /// Writes an error down. A load fails when it has MAXERROR errors, and at the first one without it:
    /// <c>copy-parameters-data-load</c>.
    /// </summary>
    public void Fail(LoadError error)
    {
        _rows.TakeBack();
        report.Errors.Add(error);
        if (report.Errors.Count >= Math.Max(1, command.MaxErrors))
            throw new TooManyLoadErrorsException();
    }

    /// <summary>Sends the rows so far when they are many.</summary>
    public async ValueTask DrainAsync(bool all, CancellationToken cancellation)
    {
        if (_rows.Length == 0 || (!all && _rows.Length < SendSize))
            return;
        backend?.Write('d', _rows.Bytes);
        _rows.Clear();
        if (backend is not null)
            await backend.FlushAsync(cancellation).ConfigureAwait(false);
    }
}
