namespace Contabyx.Engine.Files.Csv;

/// <summary>Chooses how the values of a column are written.</summary>
internal static class CsvFields
{
    public static CsvField For(ColumnType type) => type.Kind switch
    {
        ColumnKind.Boolean => new BooleanField(),
        ColumnKind.Int16 or ColumnKind.Int32 or ColumnKind.Int64 => new IntegerField(),
        ColumnKind.Decimal when type.Storage == ColumnStorage.Wide => new WideDecimalField(type.Scale),
        ColumnKind.Decimal => new DecimalField(type.Scale),
        ColumnKind.Float32 or ColumnKind.Float64 => new FloatField(type.Kind == ColumnKind.Float32),
        ColumnKind.Text => new TextField(),
        ColumnKind.Binary => new BinaryField(),
        ColumnKind.Date => new DateField(),
        ColumnKind.Time => new TimeField(),
        ColumnKind.Timestamp or ColumnKind.TimestampTz => new TimestampField(type.Kind == ColumnKind.TimestampTz),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "This kind of column cannot be written as CSV."),
    };
}
