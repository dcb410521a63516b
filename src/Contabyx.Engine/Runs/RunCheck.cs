using System.Globalization;
using System.Text;
using Contabyx.Engine.Files;
using Contabyx.Engine.Rows;

namespace Contabyx.Engine.Runs;

/// <summary>Checks that a run's document makes sense, because somebody may have edited it.</summary>
internal static class RunCheck
{
    // 4 TiB, or this many rows, in one file: beyond what S3 can store, and sums of all files still fit into 64 bits.
    private const long MostOfAFile = 1L << 42;

    /// <summary>The maximum number of bytes of a name.</summary>
    // Amazon Redshift cuts longer names off ("Names and identifiers", Database Developer Guide): two could become one.
    public const int LongestName = TargetLimits.NameBytes;

    /// <summary>Returns a run if it makes sense, and if this version knows its layout.</summary>
    /// <param name="uri">Where it is, for the error.</param>
    /// <exception cref="DamagedFileException">It does not make sense.</exception>
    public static Run Verify(Run run, string uri)
    {
        if (run.FormatVersion != Run.CurrentVersion)
        {
            throw new DamagedFileException(
                uri, $"its format version is {run.FormatVersion}; this version of Contabyx reads {Run.CurrentVersion}.");
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (run.Origin.Batches.Any(batch => batch is null))
            throw new DamagedFileException(uri, "one of its batches is null.");
        foreach (var table in run.Tables)
        {
            if (ProblemOf(table) is { } problem)
                throw new DamagedFileException(uri, problem);
            if (!names.Add(table.Schema.Name))
                throw new DamagedFileException(uri, $"it lists the table {table.Schema.Name} twice.");
        }

        // Two tables whose names differ only in case are refused for that reason, and both are named here.
        var refusedNames = new HashSet<string>(StringComparer.Ordinal);
        foreach (var refused in run.Refused ?? [])
        {
            if (refused is null || !IsName(refused.Table) || IsLong(refused.Table) || !Enum.IsDefined(refused.Mode))
                throw new DamagedFileException(uri, "one of its refused tables has no valid name or mode.");
            if (!refusedNames.Add(refused.Table) || run.Tables.Any(table => table.Schema.Name == refused.Table))
                throw new DamagedFileException(uri, $"it lists the table {refused.Table} twice.");
        }

        return run;
    }

    private static string? ProblemOf(RunTable? table)
    {
        if (table is null || table.Files.Any(file => file is null) || table.Schema.Columns.Any(column => column is null))
            return "one of its entries is null.";
        var schema = table.Schema;
        if (!IsName(schema.Name) || !schema.Columns.All(column => IsName(column.Name)))
            return $"one of its tables or columns has no valid name: '{schema.Name}'.";
        if (OwnTables.Have(schema.Name))
            return OwnTables.Refusal(schema.Name);
        if (schema.Columns.Select(column => column.Name).Append(schema.Name).FirstOrDefault(IsLong) is { } name)
            return $"the name '{name}' has more than the {LongestName} bytes that Amazon Redshift allows.";
        if (table.Files.FirstOrDefault(file => !IsCount(file.Rows) || !IsCount(file.Bytes)) is { } odd)
            return $"the file '{odd.Name}' of {schema.Name} cannot have "
                + $"{odd.Rows?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number of"} rows in {odd.Bytes} bytes.";
        if (table.Files.FirstOrDefault(file => file.Sha256 is null) is { } unhashed)
            return $"it has no SHA-256 of the file '{unhashed.Name}' of {schema.Name}.";
        if (table.Files.FirstOrDefault(file => !IsPartName(file.Name)) is { } other)
            return $"'{other.Name}' cannot be the name of a file of {schema.Name}.";
        if (table.Totals.Rows < 0 || table.Totals.Columns.Any(totals => totals is null))
            return $"the control totals of {schema.Name} are impossible: {table.Totals.Rows} rows in {table.Totals.Columns.Count} columns.";
        if (schema.Columns.Count == 0)
            return $"{schema.Name} has no columns.";
        if (!schema.Key.All(key => schema.Columns.Any(column => column.Name == key)))
            return $"the key of {schema.Name} is not one of its columns.";
        if (schema.Columns.FirstOrDefault(column => column.IsSuper && !MayBeSuper(schema, column)) is { } parsed)
            return $"the column {parsed.Name} of {schema.Name} cannot be parsed as JSON.";
        var known = Enum.IsDefined(table.Mode) && Enum.IsDefined(table.Format) && Enum.IsDefined(table.Compression)
            && schema.Columns.All(column => Enum.IsDefined(column.Type.Kind));
        if (!known)
            return $"{schema.Name} has a mode, format, compression or type that this version does not know.";
        if (SyncCheck.ProblemOf(table) is { } problem)
            return problem;
        return RowFormats.Of(table.Format).IsText && table.Files.Count > 0 && !NullMarkers.IsMarker(table.NullMarker)
            ? $"'{table.NullMarker}' cannot be the NULL marker of {schema.Name}."
            : null;
    }

    private static bool IsCount(long? number) => number is >= 0 and <= MostOfAFile;

    // It becomes a key or a path: the same on every system, whatever its path separator is.
    private static bool IsPartName(string name) =>
        name.Length is > 0 and <= 255 && !name.Any(c => c is '/' or '\\' or ':' || char.IsControl(c))
        && name is not ("." or ".." or BucketLayout.ManifestName or BucketLayout.DocumentName or BucketLayout.ErrorsName
            or BucketLayout.BadRowsName);

    private static bool MayBeSuper(TableSchema schema, ColumnSchema column) =>
        column.Type.Kind == ColumnKind.Text && !schema.Key.Contains(column.Name);

    private static bool IsLong(string name) => Encoding.UTF8.GetByteCount(name) > LongestName;

    private static bool IsName(string? name) => !string.IsNullOrEmpty(name) && !name.Contains('\0', StringComparison.Ordinal);
}
