using Contabyx.Engine.Files.Proof;

namespace Contabyx.Engine.Warehouses.Sql;

/// <summary>Writes the fingerprint of a row in SQL: the same number that <see cref="RowFingerprints"/> takes.</summary>
/// <param name="words">How the warehouse writes values.</param>
internal sealed class FingerprintSql(ISqlWords words)
{
    /// <summary>The fingerprint of a row, a whole number of 60 bits.</summary>
    /// <param name="columns">The columns of the row, in the order of its schema.</param>
    public string Row(IReadOnlyList<ColumnSchema> columns)
    {
        var groups = RowLayout.Of(columns).Groups.Select(group => Text(columns, group)).ToList();
        return words.HashNumber(groups.Count == 1
            ? groups[0]
            : words.Concatenate([.. groups.Select(group => ($"md5({group})", false))]));
    }

    private string Text(IReadOnlyList<ColumnSchema> columns, IReadOnlyList<RowPiece> group) =>
        words.Concatenate([.. group.Select(piece => (Text(columns[piece.Column], piece), piece.HasComma))]);

    private string Text(ColumnSchema column, RowPiece piece) => piece.Kind switch
    {
        RowPieceKind.Value => words.FingerprintValue(column),
        RowPieceKind.Length => words.FingerprintLength(column),
        _ => words.FingerprintBytes(column, piece.First, piece.Count),
    };
}
