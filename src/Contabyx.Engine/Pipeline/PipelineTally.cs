namespace Contabyx.Engine.Pipeline;

/// <summary>Counts what the steps of a pipeline did; they work at the same time.</summary>
internal sealed class PipelineTally
{
    private readonly Lock _gate = new();
    private readonly List<ContabyxCopyResult> _tables = [];
    private DateOnly? _firstDay;
    private DateOnly? _lastDay;
    private long _rowsWritten;
    private long _rowsExported;
    private int _filesSent;
    private long _bytesSent;
    private PipelineStep _failedAt;
    private Exception? _failure;

    /// <summary>The first failure of a step; NULL when none failed.</summary>
    public Exception? Failure
    {
        get
        {
            lock (_gate)
                return _failure;
        }
    }

    /// <summary>Why the log is incomplete or not in the bucket; NULL when it is complete.</summary>
    public string? LogError { get; set; }

    /// <summary>Whether a table failed.</summary>
    public bool HasFailedTables
    {
        get
        {
            lock (_gate)
                return _tables.Any(table => table.Status == LoadStatus.Failed);
        }
    }

    /// <summary>How many tables did not fail.</summary>
    public int TablesLoaded
    {
        get
        {
            lock (_gate)
                return _tables.Count(table => table.Status != LoadStatus.Failed);
        }
    }

    /// <summary>Counts a batch that was written.</summary>
    public void Add(ContabyxBatch batch)
    {
        lock (_gate)
        {
            _firstDay = _firstDay is { } first && first < batch.FirstDay ? first : batch.FirstDay;
            _lastDay = _lastDay is { } last && last > batch.LastDay ? last : batch.LastDay;
            _rowsWritten += batch.Rows;
        }
    }

    /// <summary>Counts the files of a run that was exported.</summary>
    public void AddExported(IEnumerable<ContabyxFile> files)
    {
        lock (_gate)
            _rowsExported += files.Sum(file => file.Rows);
    }

    /// <summary>Counts a file that was sent.</summary>
    public void Add(ContabyxUpload upload)
    {
        lock (_gate)
        {
            _filesSent++;
            _bytesSent += upload.Bytes;
        }
    }

    /// <summary>Counts the load of a table.</summary>
    public void Add(ContabyxCopyResult result)
    {
        lock (_gate)
            _tables.Add(result);
    }

    /// <summary>Notes a step's failure. Only the first one counts, because later ones may follow from it.</summary>
    public void Fail(PipelineStep step, Exception failure)
    {
        lock (_gate)
        {
            if (_failure is null)
                (_failedAt, _failure) = (step, failure);
        }
    }

    /// <summary>The result of everything.</summary>
    /// <param name="connection">The connection of the pipeline.</param>
    /// <param name="startedAt">When it began.</param>
    /// <param name="busy">Whether another one was at work.</param>
    public ContabyxPipelineResult Describe(ContabyxConnection connection, DateTimeOffset startedAt, bool busy)
    {
        lock (_gate)
        {
            var failedTable = _tables.Find(table => table.Status == LoadStatus.Failed);
            var failure = _failure ?? (failedTable is null ? null : new LoadFailedException(failedTable));
            return new ContabyxPipelineResult
            {
                Status = busy ? PipelineStatus.Busy
                    : failure is not null ? PipelineStatus.Failed
                    : _tables.Any(table => table.Status == LoadStatus.LoadedWithErrors) ? PipelineStatus.LoadedWithErrors
                    : PipelineStatus.Succeeded,
                FailedAt = _failure is null && failedTable is not null ? PipelineStep.Copy : _failedAt,
                StartedAt = startedAt,
                Elapsed = DateTimeOffset.UtcNow - startedAt,
                Source = connection.Source,
                Bucket = connection.Bucket,
                Warehouse = connection.Warehouse,
                LogPath = connection.LogPath,
                FirstDay = _firstDay,
                LastDay = _lastDay,
                RowsWritten = _rowsWritten,
                RowsExported = _rowsExported,
                FilesSent = _filesSent,
                BytesSent = _bytesSent,
                Tables = [.. _tables],
                Error = Printable.Of(failure?.Message),
                Advice = failure is null ? null : FailureAdvice.Of(failure),
                LogError = LogError,
                Failure = failure,
            };
        }
    }
}
